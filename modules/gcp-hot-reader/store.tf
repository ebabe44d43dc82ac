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

  # The form of the documents of an existing collection: what is left out is as Crosstwin writes it.
  records         = try({ for name, value in var.existing_hot_store.records : name => value if value != null }, {})
  records_setting = length(local.records) == 0 ? null : jsonencode(local.records)

  is_collection_group = try(var.existing_hot_store.collection_group, false)

  # In the path of an index's field, Firestore quotes a name that is not an identifier.
  index_fields = { for key, path in local.records :
    key => join(".", [for name in split(".", path) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name)) ? name : "`${name}`"])
  }

  # Of one collection a device, the time alone is queried, and Firestore indexes each field by itself.
  declare_indexes = try(var.existing_hot_store.declare_indexes, false) && length(split("{device}", coalesce(local.hot_store.collection, "-"))) == 1
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
  for_each = local.create_hot_store || local.declare_indexes ? toset(["ASCENDING", "DESCENDING"]) : toset([])

  project = var.project
  # Not `name`: Google deletes indexes with their database.
  database    = local.create_hot_store ? basename(google_firestore_database.hot[0].id) : local.hot_store.database
  collection  = reverse(split("/", local.hot_store.collection))[0]
  query_scope = local.is_collection_group ? "COLLECTION_GROUP" : null # as in 0.1; the provider's default is COLLECTION

  fields {
    field_path = try(local.index_fields.device, "iotDeviceId")
    order      = "ASCENDING"
  }

  fields {
    field_path = try(local.index_fields.time, "id")
    order      = each.key
  }
}
