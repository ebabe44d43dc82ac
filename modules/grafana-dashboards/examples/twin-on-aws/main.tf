# The dashboards of a twin on AWS. `crosstwin grafana` wrote the folder ./grafana.

terraform {
  required_providers {
    grafana = {
      source = "grafana/grafana"
    }
  }
}

provider "grafana" {
  url = "https://grafana.example.com"
}

variable "secrets" {
  type      = map(string)
  sensitive = true
}

module "dashboards" {
  source = "../.."

  digital_twin_name = "factory"
  files_path        = "./grafana"
  secrets           = var.secrets
}

output "dashboards" {
  value = module.dashboards.dashboard_urls
}
