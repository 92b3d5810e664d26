// Check a month's file without sending it: every problem at once, nothing is stored.
import { readFile } from "node:fs/promises";
const url = (process.env.PRAGATI_URL ?? "http://127.0.0.1:8000") + "/api/v1/submissions/";
const form = new FormData();
for (const [name, value] of [["dry_run", "true"], ["state", "HR"], ["month", "2023-11"]]) form.set(name, value);
form.set("file", new Blob([await readFile(process.env.PRAGATI_FILE)]), "november.csv");
const headers = { Authorization: `Bearer ${process.env.PRAGATI_TOKEN}` };
console.log(await (await fetch(url, { method: "POST", headers, body: form })).text());
