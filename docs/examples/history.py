# The places of a State, month by month.
import json
import os
from urllib.request import urlopen

url = os.environ.get("PRAGATI_URL", "http://127.0.0.1:8000") + "/api/v1"
with urlopen(f"{url}/states/HR/history/?from=2023-05&to=2023-10") as answer:
    for point in json.load(answer)["results"]:
        print(point["month"], point["rank"])
