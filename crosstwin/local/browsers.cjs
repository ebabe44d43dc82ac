// What browsers.py says, for cosmosdb-server, whose user-defined functions reach Node.js. `node --require` loads it.
"use strict";

const { Server } = require("node:http");

const HOSTS = ["127.0.0.1", "localhost"];
const emit = Server.prototype.emit;

const isFromPage = ({ headers }) =>
  "origin" in headers || "sec-fetch-site" in headers || !HOSTS.includes((headers.host ?? "").replace(/:\d*$/, "").toLowerCase());

Server.prototype.emit = function (event, request, response) {
  if (event === "request" && isFromPage(request)) {
    response.writeHead(403, { "Content-Type": "text/plain" }).end("This emulator does not answer web pages.\n");
    return true;
  }
  return emit.apply(this, arguments);
};
