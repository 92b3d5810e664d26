-- What the database of docker-compose.yml is begun with: the two roles, by their passwords, and the empty database.
\set owner_password `cat /run/secrets/postgres_owner_password`
\set app_password `cat /run/secrets/postgres_app_password`
CREATE ROLE pragati_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE pragati LOGIN PASSWORD :'app_password';
CREATE DATABASE pragati OWNER pragati_owner;
\connect pragati
\i /ops/grants.sql
