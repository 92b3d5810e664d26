-- Two roles. pragati_owner owns the database and its tables, and migrates. pragati, as whom the service works, reads
-- and writes rows and nothing else: it can lift no trigger, empty no table, and change no rule.
--
-- As a superuser, in the database; it may be run again at any time:
--   psql --dbname pragati --file ops/postgres/grants.sql
REASSIGN OWNED BY pragati TO pragati_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, pragati;
GRANT CREATE ON SCHEMA public TO pragati_owner;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pragati;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO pragati;
ALTER DEFAULT PRIVILEGES FOR ROLE pragati_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pragati;
ALTER DEFAULT PRIVILEGES FOR ROLE pragati_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO pragati;
