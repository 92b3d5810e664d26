// Ask again only for what has changed: the second call is answered 304, without a body.
const url = (process.env.PRAGATI_URL ?? "http://127.0.0.1:8000") + "/api/v1/rankings/latest/";
let etag = '""';
for (const call of ["first", "second"]) {
  const answer = await fetch(url, { headers: { "If-None-Match": etag }, cache: "no-store" });
  etag = answer.headers.get("ETag"); // keep it beside the data
  console.log(answer.status);
}
