# The secret that holds the accepted tokens.

resource "google_secret_manager_secret" "token" {
  project   = var.project
  secret_id = local.names.token_secret

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  labels = var.tags
}

resource "google_secret_manager_secret_version" "token" {
  secret      = google_secret_manager_secret.token.id
  secret_data = local.accepted_tokens

  # The running revision needs its version until the next one serves. Not by `create_before_destroy`: that reaches the
  # secret, whose name is taken until it is deleted. Versions of before go with the secret; their tokens open nothing.
  deletion_policy = "ABANDON"
}
