# The list of a month: rank, State and score, one line each.
url="${PRAGATI_URL:-http://127.0.0.1:8000}/api/v1"
curl -fsS --compressed "$url/rankings/2023-10/?board=cctns&format=csv&fields=rank,state.code,score"
