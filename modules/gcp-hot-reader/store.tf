# The hot store: a Firestore database with the indexes the readers need, or an existing one.

locals {
  create_hot_store = var.existing_hot_store == null

  hot_store = local.create_hot_store ? {
    database   = one(google_firestore_database.hot[*].name)
    collection = "hot"
    } : {
    database   = try(var.existing_hot_store.database, null)
    collection = try(var.existing_hot_store.collection, null)
  }
}

resource "google_firestore_database" "hot" {
  count = local.create_hot_store ? 1 : 0

  project     = var.project
  name        = local.names.hot_database
  location_id = var.region
  type        = "FIRESTORE_NATIVE"

  # A mistake can be undone for seven days.
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"

  # By default a destroy would leave the database behind, and the next apply would find its name taken.
  deletion_policy         = "DELETE"
  delete_protection_state = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"

  lifecycle {
    # A twin that gets another name keeps its data: the functions read the database by the name that it has.
    ignore_changes = [name]
  }
}

# A range of one device's records, oldest or newest first. Firestore does not read an index backwards.
resource "google_firestore_index" "records" {
  for_each = local.create_hot_store ? toset(["ASCENDING", "DESCENDING"]) : toset([])

  project    = var.project
  database   = basename(google_firestore_database.hot[0].id) # not `name`: Google deletes indexes with their database
  collection = local.hot_store.collection

  fields {
    field_path = "iotDeviceId"
    order      = "ASCENDING"
  }

  fields {
    field_path = "id"
    order      = each.key
  }
}
