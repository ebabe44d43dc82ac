# What Terraform alone does not see: that a database does not follow a changed region, and that a destroy which stops
# half-way has already taken the URLs and tokens. The rule behind it: decision 20.

# How this deployment was first applied. Later plans are held against it, below.
resource "terraform_data" "deployed" {
  input = {
    project       = var.project
    region        = var.region
    made_database = local.create_hot_store
  }

  lifecycle {
    ignore_changes = [input]
  }
}

# Depends on everything, so it is destroyed first, and refuses while deletion_protection is on: nothing else is
# deleted then. It is replaced with the database, so that a plan which replaces or deletes the database is refused
# before anything is deleted too.
resource "terraform_data" "deletion_protection" {
  input            = var.deletion_protection
  triggers_replace = one(google_firestore_database.hot[*].id)

  lifecycle {
    precondition {
      condition     = terraform_data.deployed.output.project == var.project && terraform_data.deployed.output.region == var.region
      error_message = "This hot reader was deployed in ${terraform_data.deployed.output.region} of ${terraform_data.deployed.output.project}, and is now to be in ${var.region} of ${var.project}. Google Cloud moves neither a database nor a function: each would be deleted, with its data. Set project and region back. To move: deploy a twin of another name there, copy the data (gcloud firestore export and import), then destroy this one. To delete the data: set deletion_protection to false and apply, then apply the change with -replace, naming the terraform_data.deployed of this module."
    }

    precondition {
      condition     = terraform_data.deployed.output.made_database == local.create_hot_store
      error_message = terraform_data.deployed.output.made_database ? "This hot reader was deployed with a database of its own, and existing_hot_store would delete that database with its data. To keep the database: terraform state rm the google_firestore_database.hot[0], the google_firestore_index.records and the terraform_data.deployed of this module, then apply. To delete it: set deletion_protection to false and apply, then apply with -replace, naming the terraform_data.deployed of this module." : "This hot reader was deployed over an existing database, and without existing_hot_store it would read a new, empty one. Set existing_hot_store back. If a new database is what you want: apply with -replace, naming the terraform_data.deployed of this module."
    }
  }

  # A destroy-time provisioner can name nothing but self. The command is one for sh and for Windows' cmd.
  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input ? "echo \"deletion_protection is on, so nothing was deleted. To delete the hot reader and its database: set deletion_protection to false, apply, and destroy again.\" 1>&2 && exit 1" : "exit 0"
  }

  depends_on = [
    google_cloud_run_v2_service_iam_member.public,
    google_firestore_index.records,
    google_logging_metric.failed_queries,
    google_logging_metric.query_duration,
    google_logging_project_exclusion.hot_reader,
    google_monitoring_alert_policy.hot_reader,
  ]
}
