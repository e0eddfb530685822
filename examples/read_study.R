# Read the folder of a study by sweep in R: Rscript read_study.R results/NAME-HASH
# Tables are plain CSV; with the package arrow read_parquet("wide.parquet") reads the same.
folder <- commandArgs(trailingOnly = TRUE)[1]
design <- read.csv(file.path(folder, "design.csv"), check.names = FALSE, fileEncoding = "UTF-8")
tidy <- read.csv(file.path(folder, "responses.csv"), fileEncoding = "UTF-8")
if (requireNamespace("jsonlite", quietly = TRUE)) {
  study <- jsonlite::fromJSON(file.path(folder, "study.json"), simplifyVector = FALSE)
  cat(study$study$title$en, ":", study$worlds, "worlds\n")
}
last <- subset(tidy, month == max(month) & measure == "effective_coverage")
wide <- merge(design, last, by = "case")
cat(nrow(design), "cases,", nrow(tidy), "rows\n")
print(aggregate(mean ~ alternative, wide, mean))
