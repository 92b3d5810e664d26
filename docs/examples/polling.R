# Ask again only for what has changed: base R reads the entity tag with HEAD and compares it itself.
url <- paste0(Sys.getenv("PRAGATI_URL", "http://127.0.0.1:8000"), "/api/v1/rankings/latest/")
kept <- ""
for (call in c("first", "second")) {
  etag <- grep("^etag:", curlGetHeaders(url), ignore.case = TRUE, value = TRUE)
  cat(if (identical(etag, kept)) 304 else 200, "\n", sep = "")
  kept <- etag  # keep it beside the data
}
