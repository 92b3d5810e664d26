# The places of a State, month by month.
library(jsonlite)
url <- paste0(Sys.getenv("PRAGATI_URL", "http://127.0.0.1:8000"), "/api/v1")
history <- fromJSON(paste0(url, "/states/HR/history/?from=2023-05&to=2023-10"))
cat(paste(history$results$month, history$results$rank), sep = "\n")
