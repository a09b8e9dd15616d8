// Counts the page's web sockets (whatsapp-web.md 1.17): `open` 0 after `opened` > 0 means the line to the server is dead.
(() => {
  const Real = window.WebSocket;
  if (!Real || window.__sockets) return;
  const count = (window.__sockets = { opened: 0, open: 0 });
  window.WebSocket = new Proxy(Real, {
    construct(target, given, made) {
      const socket = Reflect.construct(target, given, made);
      socket.addEventListener("open", () => { count.opened += 1; count.open += 1; socket.addEventListener("close", () => { count.open -= 1; }); });
      return socket;
    },
  });
})();
