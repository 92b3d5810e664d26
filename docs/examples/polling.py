# Ask again only for what has changed: the second call is answered 304, without a body.
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

url = os.environ.get("PRAGATI_URL", "http://127.0.0.1:8000") + "/api/v1/rankings/latest/"
etag = '""'
for _ in ("first", "second"):
    try:
        with urlopen(Request(url, headers={"If-None-Match": etag})) as answer:
            etag = answer.headers["ETag"]  # keep it beside the data
            print(answer.status)
    except HTTPError as told:
        print(told.code)
