# Ask again only for what has changed: the second call is answered 304, without a body.
url="${PRAGATI_URL:-http://127.0.0.1:8000}/api/v1/rankings/latest/"
kept=$(mktemp)
for call in first second; do
  curl -fsS -o /dev/null --etag-compare "$kept" --etag-save "$kept" -w '%{http_code}\n' "$url"
done
rm "$kept"
