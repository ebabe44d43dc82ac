"""An emulator of the Azure Functions host and of its Python worker, for one Function App.

`python -P -m crosstwin.local.azure_host <folder> <port>`: the folder is the app's, with host.json, and its
modules are found by PYTHONPATH. -P keeps the working folder off the path.

`loading` takes and refuses an app as Microsoft's worker does, `serving` answers HTTP as the host does,
`timers` and `schedule` run timers, and `invocation` runs one function and passes its log lines on.
What is not emulated: function keys (nobody has one), routes with parameters, bindings other than HTTP and
timers, functionTimeout, and a state of timers that outlives the process.

Sources: github.com/Azure/azure-functions-python-worker (4.34), github.com/Azure/azure-functions-host,
github.com/Azure/azure-webjobs-sdk-extensions.
"""
