// Search without a server: browsers start no Worker from a file, so a hidden frame runs its script.
// Material's plugin `offline` would load such a shim from a CDN.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.scope = frame.contentWindow;
      const load = (source) =>
        new Promise((loaded, failed) => {
          const script = this.scope.document.createElement("script");
          Object.assign(script, {src: source, onload: loaded, onerror: failed});
          this.scope.document.body.append(script);
        });
      this.scope.postMessage = (data) => {
        const event = new MessageEvent("message", {data});
        this.dispatchEvent(event);
        this.onmessage?.(event);
      };
      this.scope.importScripts = (...sources) =>
        sources.reduce((earlier, source) => earlier.then(() => load(source)), Promise.resolve());
      this.loaded = load(new URL(url, document.baseURI).href);
    }

    postMessage(data) {
      this.loaded.then(() => this.scope.dispatchEvent(new MessageEvent("message", {data})));
    }
  };
}
