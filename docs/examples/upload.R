# Check a month's file without sending it: every problem at once, nothing is stored. Base R lets curl send the form.
url <- paste0(Sys.getenv("PRAGATI_URL", "http://127.0.0.1:8000"), "/api/v1/submissions/")
form <- c("dry_run=true", "state=HR", "month=2023-11", paste0("file=@", Sys.getenv("PRAGATI_FILE")))
token <- paste("Authorization: Bearer", Sys.getenv("PRAGATI_TOKEN"))
answer <- system2("curl", c("-sS", "-H", shQuote(token), paste("-F", shQuote(form)), url), stdout = TRUE)
cat(answer, sep = "\n")
