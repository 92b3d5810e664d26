# Check a month's file without sending it: every problem at once, nothing is stored. (pip install requests)
import os

import requests

url = os.environ.get("PRAGATI_URL", "http://127.0.0.1:8000") + "/api/v1/submissions/"
with open(os.environ["PRAGATI_FILE"], "rb") as file:
    answer = requests.post(
        url,
        headers={"Authorization": "Bearer " + os.environ["PRAGATI_TOKEN"]},
        data={"dry_run": "true", "state": "HR", "month": "2023-11"},
        files={"file": file},
    )
print(answer.text)
