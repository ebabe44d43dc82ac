locals {
  # One map for all that comes twice: the reader of a time range, and the reader of the newest value.
  readers = {
    "hot-reader"            = var.hot_reader_package
    "hot-reader-last-entry" = var.hot_reader_last_entry_package
  }
}
