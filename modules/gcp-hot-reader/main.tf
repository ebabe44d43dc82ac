# What the other files share: names.

locals {
  hot_reader_name = "${var.digital_twin_name}-hot-reader"

  # A Cloud Run service, which each function becomes, has 49 characters at most.
  long_last_entry_name       = "${var.digital_twin_name}-hot-reader-last-entry"
  short_last_entry_name      = "${substr(var.digital_twin_name, 0, 18)}-${local.unique_suffix}-hot-reader-last-entry"
  hot_reader_last_entry_name = length(local.long_last_entry_name) <= 49 ? local.long_last_entry_name : local.short_last_entry_name

  # Bucket names are shared with every other Google Cloud customer, and a service account id has 30 characters
  # at most. A hash of project and twin keeps them apart, and the same at each plan.
  unique_suffix = substr(sha256("${var.project}/${var.digital_twin_name}"), 0, 8)

  names = {
    source_bucket   = "${local.hot_reader_name}-${local.unique_suffix}"                       # at most 63
    runtime_account = "${substr(var.digital_twin_name, 0, 14)}-reader-${local.unique_suffix}" # at most 30
    build_account   = "${substr(var.digital_twin_name, 0, 15)}-build-${local.unique_suffix}"  # at most 30
    hot_database    = "${var.digital_twin_name}-hot"                                          # 4 to 63
    token_secret    = "${var.digital_twin_name}-inter-cloud-token"
  }
}
