# A hot reader with a Firestore database of its own.

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
  tags               = { team = "plant" }

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
