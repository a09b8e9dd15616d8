// How a browser is known again. The cookie survives a restart of the application on another port; the database survives a
// browser that is killed before it has written its cookies down (WhatsApp, too, keeps its keys in IndexedDB).

const COOKIE = "practice_device";
const YEAR = 365 * 24 * 3600;

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("practice", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("device");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, use) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const work = db.transaction("device", mode, { durability: "strict" });
      const asked = use(work.objectStore("device"));
      work.oncomplete = () => resolve(asked.result);
      work.onerror = () => reject(work.error);
    });
  } finally {
    db.close();
  }
}

// Before the first call to the server: become the device this browser was when it was linked.
export async function recallDevice(served) {
  const kept = await inStore("readonly", (store) => store.get("id")).catch(() => undefined);
  if (kept && kept !== served) setCookie(kept, YEAR);
  return kept || served;
}

export async function keepDevice(id, stays) {
  setCookie(id, stays ? YEAR : 0);
  await inStore("readwrite", (store) => (stays ? store.put(id, "id") : store.delete("id"))).catch(() => undefined);
}

function setCookie(id, age) {
  document.cookie = `${COOKIE}=${id}; path=/; SameSite=Lax${age ? `; max-age=${age}` : ""}`;
}
