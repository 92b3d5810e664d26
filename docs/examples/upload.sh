# Check a month's file without sending it: every problem at once, nothing is stored.
url="${PRAGATI_URL:-http://127.0.0.1:8000}/api/v1/submissions/"
curl -sS -H "Authorization: Bearer $PRAGATI_TOKEN" -w '\n' \
  -F dry_run=true -F state=HR -F month=2023-11 -F "file=@$PRAGATI_FILE" "$url"
