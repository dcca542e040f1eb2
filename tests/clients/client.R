# R against a Database Service: its own read.csv by the address, and httr2 with jsonlite where they are there.
#   COMPTOIR_DB_URL=http://127.0.0.1:8080 COMPTOIR_DB_TOKEN=… Rscript client.R

address <- Sys.getenv("COMPTOIR_DB_URL")
token <- Sys.getenv("COMPTOIR_DB_TOKEN")
bearer <- c(Authorization = paste("Bearer", token))
query <- function(sql, form = "csv") paste0(address, "/query.", form, "?sql=", URLencode(sql, reserved = TRUE))
rows <- "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select i, i * 1.5 as half, 'été' as name from n"

for (count in c(3, 100000)) {
  found <- read.csv(url(query(sprintf(rows, count)), headers = bearer), encoding = "UTF-8")
  stopifnot(nrow(found) == count, sum(as.numeric(found$i)) == count * (count + 1) / 2, found$name[1] == "\u00e9t\u00e9")
}

# The token as the password in the address, which needs no headers.
with_password <- sub("http://", paste0("http://x:", token, "@"), query("select count(*) as n, sum(amount) as total from sales"))
sales <- read.csv(with_password)
stopifnot(sales$n > 0, sales$total > 0)

refused <- try(suppressWarnings(read.csv(url(query("select 1")))), silent = TRUE)
stopifnot(inherits(refused, "try-error"))
cat("R", paste(R.version$major, R.version$minor, sep = "."), "reads CSV:", sales$n, "sales,", sales$total, "\n")

if (requireNamespace("httr2", quietly = TRUE) && requireNamespace("jsonlite", quietly = TRUE)) {
  send <- function(path, body) {
    request <- httr2::req_auth_bearer_token(httr2::request(paste0(address, path)), token)
    httr2::resp_body_json(httr2::req_perform(httr2::req_body_json(request, body)), simplifyVector = FALSE)
  }
  execute <- function(sql, args = list()) list(type = "execute", stmt = list(sql = sql, args = args))
  region <- list(list(type = "text", value = "Bretagne"))
  answer <- send("/v3/pipeline", list(requests = list(
    execute("select count(*) from stores where region = ?", region), list(type = "close"))))
  stopifnot(answer$results[[1]]$type == "ok", answer$results[[1]]$response$result$rows[[1]][[1]]$type == "integer")
  frame <- jsonlite::fromJSON(url(query("select region, count(*) as n from stores group by 1", "json"), headers = bearer))
  stopifnot(is.data.frame(frame), names(frame) == c("region", "n"), nrow(frame) > 1)
  cat("httr2", as.character(packageVersion("httr2")), "and jsonlite", as.character(packageVersion("jsonlite")),
      "speak Hrana and read JSON:", nrow(frame), "regions\n")
} else {
  cat("no httr2 and jsonlite: not tried\n")
}
