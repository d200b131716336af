/*
 * Says in two languages that the browser is too old, where Heard cannot run in it: a page that stays empty, or a button that never answers,
 * would be taken for a fault of the network. Written for any browser there ever was, and run before everything else. What it asks for is
 * what the oldest browsers of client/oldest-browsers.ts have and older ones lack.
 */
(function () {
  var dialog = window.HTMLDialogElement;
  var enough =
    "noModule" in document.createElement("script") &&
    typeof Promise === "function" &&
    typeof Object.hasOwn === "function" &&
    typeof Array.prototype.at === "function" &&
    typeof BigInt === "function" &&
    typeof ResizeObserver === "function" &&
    typeof BroadcastChannel === "function" &&
    typeof dialog !== "undefined" &&
    typeof dialog.prototype.showModal === "function";
  if (enough) return;
  var root = document.getElementById("root");
  document.documentElement.setAttribute("data-too-old", "");
  root.setAttribute("role", "alert");
  root.style.cssText =
    "display:block;max-width:34em;margin:0 auto;padding:2em 1em;font:1.25em/1.5 sans-serif;color:#f7f3ea;background:#0e1211";
  add(
    "en",
    "This browser is too old for Heard",
    "Update it, or open this page in a newer one: Chrome or Edge 95, Safari 15.4, Firefox 100, or anything after them."
  );
  add(
    "es",
    "Este navegador es demasiado antiguo para Heard",
    "Actualícelo o abra esta página en uno más reciente: Chrome o Edge 95, Safari 15.4, Firefox 100 o posteriores."
  );

  function add(language, title, hint) {
    var part = document.createElement("div");
    part.setAttribute("lang", language);
    part.style.marginBottom = "2em";
    var head = document.createElement("h1");
    head.style.cssText = "font-size:1.2em";
    var text = document.createElement("p");
    head.appendChild(document.createTextNode(title));
    text.appendChild(document.createTextNode(hint));
    part.appendChild(head);
    part.appendChild(text);
    root.appendChild(part);
  }
})();
