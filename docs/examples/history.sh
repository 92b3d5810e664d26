# The places of a State, month by month.
url="${PRAGATI_URL:-http://127.0.0.1:8000}/api/v1"
curl -fsS --compressed "$url/states/HR/history/?from=2023-05&to=2023-10&format=csv&fields=month,rank"
