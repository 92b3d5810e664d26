// The places of a State, month by month.
const url = (process.env.PRAGATI_URL ?? "http://127.0.0.1:8000") + "/api/v1";
const history = await (await fetch(`${url}/states/HR/history/?from=2023-05&to=2023-10`)).json();
for (const point of history.results) {
  console.log(point.month, point.rank);
}
