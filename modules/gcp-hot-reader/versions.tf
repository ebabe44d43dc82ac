terraform {
  # 1.9: a variable's validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    # The floor also keeps out 6.22 and 6.23, which lose secret environment variables of functions.
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 9"
    }
  }
}
