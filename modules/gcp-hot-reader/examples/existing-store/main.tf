# A hot reader over a Firestore collection that exists, with both tokens of a rotation.

terraform {
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 9"
    }
  }
}

provider "google" {
  project = "plant-prod"
  region  = "europe-west1"
}

module "hot_reader" {
  source = "../.."

  digital_twin_name  = "factory"
  project            = "plant-prod"
  region             = "europe-west1"
  hot_reader_package = "hot-reader.zip"
  token_generation   = 2

  existing_hot_store = {
    database   = "(default)"
    collection = "telemetry"
  }

  digital_twin_info = jsonencode({
    config = { digital_twin_name = "factory" }
    config_providers = {
      layer_3_hot_provider = "gcp"
      layer_4_provider     = "aws"
      layer_5_provider     = "aws"
    }
  })
}

output "hot_reader_url" {
  value = module.hot_reader.hot_reader_url
}
