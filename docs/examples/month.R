# The list of a month: rank, State and score, one line each.
library(jsonlite)
url <- paste0(Sys.getenv("PRAGATI_URL", "http://127.0.0.1:8000"), "/api/v1")
ranking <- fromJSON(paste0(url, "/rankings/2023-10/?board=cctns"), flatten = TRUE)
rows <- ranking$results
cat(paste(rows$rank, rows$state.code, rows$score), sep = "\n")
