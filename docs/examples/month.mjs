// The list of a month: rank, State and score, one line each.
const url = (process.env.PRAGATI_URL ?? "http://127.0.0.1:8000") + "/api/v1";
const ranking = await (await fetch(`${url}/rankings/2023-10/?board=cctns`)).json();
for (const row of ranking.results) {
  console.log(row.rank, row.state.code, row.score);
}
