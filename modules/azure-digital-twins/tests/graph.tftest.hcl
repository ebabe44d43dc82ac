# The graph that the functions make Azure Digital Twins equal to.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azapi" {
  source = "./tests/mocks/azapi"
}

mock_provider "time" {}

variables {
  digital_twin_name      = "factory"
  location               = "westeurope"
  data_connector_package = "README.md" # any file: only its path and its hash are used
  tags                   = { team = "plant" }

  deletion_protection = false # or the test could not destroy what it applied

  device_types = {
    press = {
      properties = { force = "double", position = "list", fault = "map" }
      units      = { force = "kN" }
      elements   = { position = "double", fault = "string" }
      constants  = { maker = { type = "string", value = "007" }, rated = { type = "double", value = "80.0" } }
    }
  }
  places = {
    plant  = {}
    line-1 = { parent = "plant" }
  }
  devices = {
    press-1  = { hot_provider = "aws", type = "press", parent = "line-1", constants = { rated = { type = "double", value = "100.5" } } }
    press-2  = { hot_provider = "gcp", type = "press", component_of = "pump:7", component = "press" }
    "pump:7" = { hot_provider = "aws", properties = { rpm = "integer" }, units = { rpm = "1/min" } }
    pump-8   = { hot_provider = "gcp", properties = { rpm = "integer" }, units = { rpm = "1/min" } }
  }

  remote_reader_last_entry_urls = {
    aws = "https://aws.example.com/"
    gcp = "https://gcp.example.com/hot-reader-last-entry"
  }
  inter_cloud_tokens = {
    aws = "00000000-0000-0000-0000-00000000000a"
    gcp = "00000000-0000-0000-0000-00000000000b"
  }
}

run "types_places_and_components_are_in_the_graph" {
  command = plan

  assert {
    condition = jsondecode(output.graph).twins == {
      plant  = { model = "dtmi:crosstwin:factory:Place;1" }
      line-1 = { model = "dtmi:crosstwin:factory:Place;1", parent = "plant" }
      press-1 = {
        model        = output.model_ids.press
        parent       = "line-1"
        hot_provider = "aws"
        constants    = { maker = "007", rated = 100.5 }
      }
      press-2 = {
        model        = output.model_ids.press
        component_of = "pump:7"
        component    = "press"
        hot_provider = "gcp"
        constants    = { maker = "007", rated = 80 }
      }
      "pump:7" = { model = local.model_ids["device pump:7"], hot_provider = "aws" }
      pump-8   = { model = local.model_ids["device pump:7"], hot_provider = "gcp" }
    }
    error_message = jsonencode(jsondecode(output.graph).twins)
  }

  assert {
    condition     = can(regex("^dtmi:crosstwin:factory:press_[0-9a-f]{8};1$", output.model_ids.press)) && can(regex("^dtmi:crosstwin:factory:device_[0-9a-f]{8};1$", local.model_ids["device pump:7"]))
    error_message = jsonencode(local.model_ids)
  }

  assert {
    condition     = length(jsondecode(output.graph).models) == 4 # two devices that are alike share one
    error_message = jsonencode(keys(jsondecode(output.graph).models))
  }

  assert {
    condition = jsondecode(output.graph).models[output.model_ids.press] == {
      interface = {
        "@context"  = "dtmi:dtdl:context;3"
        "@id"       = output.model_ids.press
        "@type"     = "Interface"
        displayName = "fault, force, position, maker, rated"
        extends     = "dtmi:crosstwin:factory:Device;1"
        contents = [
          { "@type" = "Property", name = "fault", displayName = "fault", schema = { "@type" = "Map", mapKey = { name = "key", schema = "string" }, mapValue = { name = "value", schema = "string" } } },
          { "@type" = "Property", name = "force", displayName = "force (kN)", schema = "double" },
          { "@type" = "Property", name = "position", displayName = "position", schema = { "@type" = "Array", elementSchema = "double" } },
          { "@type" = "Property", name = "maker", displayName = "maker", schema = "string" },
          { "@type" = "Property", name = "rated", displayName = "rated", schema = "double" },
        ]
      }
      telemetry = { fault = "map", force = "double", position = "list" }
    }
    error_message = jsonencode(jsondecode(output.graph).models[output.model_ids.press])
  }

  assert {
    condition     = jsondecode(output.graph).models["dtmi:crosstwin:factory:Device;1"].interface.extends == "dtmi:crosstwin:factory:Place;1" && jsondecode(output.graph).models["dtmi:crosstwin:factory:Place;1"].interface.contents[0].name == "contains"
    error_message = "Devices and places must be able to contain others."
  }
}

run "a_new_property_is_a_new_model" {
  command = plan

  variables {
    devices = { pump-7 = { hot_provider = "gcp", properties = { rpm = "integer", vibration = "double" } } }
  }

  assert {
    condition     = local.model_ids["device pump-7"] != run.types_places_and_components_are_in_the_graph.graph
    error_message = "A model cannot be changed."
  }

  assert {
    condition     = length(jsondecode(output.graph).models) == 4 && jsondecode(output.graph).models[local.model_ids["device pump-7"]].telemetry == { rpm = "integer", vibration = "double" }
    error_message = output.graph
  }
}

run "constants_of_a_type_alone_do_not_make_a_new_model" {
  command = plan

  variables {
    device_types = {
      press = {
        properties = { force = "double", position = "list", fault = "map" }
        units      = { force = "kN" }
        elements   = { position = "double", fault = "string" }
        constants  = { maker = { type = "string", value = "other" }, rated = { type = "double", value = "81" } }
      }
    }
  }

  assert {
    condition     = output.model_ids == run.types_places_and_components_are_in_the_graph.model_ids
    error_message = "The twins have the values, the model has their types."
  }
}

run "a_hyphen_is_an_underscore_in_a_model" {
  command = plan

  variables {
    digital_twin_name = "factory-2"
  }

  assert {
    condition     = startswith(output.model_ids.press, "dtmi:crosstwin:factory_2:press_")
    error_message = output.model_ids.press
  }
}

run "large_integers_keep_their_digits" {
  command = plan

  variables {
    devices = {
      pump-7 = {
        hot_provider = "gcp"
        properties   = { rpm = "integer" }
        constants    = { serial = { type = "long", value = "9223372036854775807" }, on = { type = "boolean", value = "true" } }
      }
    }
  }

  assert {
    condition     = strcontains(output.graph, "\"constants\":{\"on\":true,\"serial\":9223372036854775807}")
    error_message = output.graph
  }
}

run "no_device_empties_the_graph" {
  command = plan

  variables {
    devices      = {}
    device_types = {}
    places       = {}
  }

  assert {
    condition     = jsondecode(output.graph).twins == {} && output.graph_hash == sha256(output.graph)
    error_message = output.graph
  }
}
