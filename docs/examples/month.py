# The list of a month: rank, State and score, one line each.
import json
import os
from urllib.request import urlopen

url = os.environ.get("PRAGATI_URL", "http://127.0.0.1:8000") + "/api/v1"
with urlopen(f"{url}/rankings/2023-10/?board=cctns") as answer:
    ranking = json.load(answer)
for row in ranking["results"]:
    print(row["rank"], row["state"]["code"], row["score"])
