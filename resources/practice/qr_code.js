// A small QR encoder (ISO/IEC 18004): byte mode, error correction L, versions 1–20, mask 0. Enough for a linking code.

const EC_PER_BLOCK = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
const QUIET = 4;

export function drawCode(canvas, text, pixels) {
  const modules = encode(new TextEncoder().encode(text));
  const size = modules.length + 2 * QUIET;
  const scale = Math.max(2, Math.floor((pixels * 2) / size));
  canvas.width = canvas.height = size * scale;
  canvas.style.width = canvas.style.height = `${pixels}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#122e31";
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) pen.fillRect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale);
    }),
  );
}

function encode(bytes) {
  const version = smallestVersion(bytes.length);
  const size = version * 4 + 17;
  const modules = Array.from({ length: size }, () => Array(size).fill(false));
  const isFixed = Array.from({ length: size }, () => Array(size).fill(false));
  drawFixed(modules, isFixed, version);
  fill(modules, isFixed, interleave(dataWords(bytes, version), version));
  return modules;
}

function totalWords(version) {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2;
    bits -= (25 * count - 10) * count - 55;
    if (version >= 7) bits -= 36;
  }
  return Math.floor(bits / 8);
}

const dataCapacity = (version) => totalWords(version) - EC_PER_BLOCK[version - 1] * BLOCKS[version - 1];
const lengthBits = (version) => (version < 10 ? 8 : 16);

function smallestVersion(length) {
  for (let version = 1; version <= 20; version++) {
    if (4 + lengthBits(version) + length * 8 <= dataCapacity(version) * 8) return version;
  }
  throw new Error("too long for a code");
}

function dataWords(bytes, version) {
  const bits = [];
  const put = (value, count) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  put(4, 4);
  put(bytes.length, lengthBits(version));
  bytes.forEach((byte) => put(byte, 8));
  const room = dataCapacity(version) * 8;
  put(0, Math.min(4, room - bits.length));
  while (bits.length % 8) bits.push(0);
  const result = [];
  for (let i = 0; i < bits.length; i += 8) result.push(parseInt(bits.slice(i, i + 8).join(""), 2));
  for (let pad = 0xec; result.length < room / 8; pad ^= 0xec ^ 0x11) result.push(pad);
  return result;
}

// ── Reed–Solomon over GF(256), polynomial 0x11d ──
function times(a, b) {
  let result = 0;
  for (let i = 7; i >= 0; i--) {
    result = (result << 1) ^ ((result >>> 7) * 0x11d);
    result ^= ((b >>> i) & 1) * a;
  }
  return result;
}

function divisor(degree) {
  const result = [...Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) {
      result[j] = times(result[j], root);
      if (j + 1 < degree) result[j] ^= result[j + 1];
    }
    root = times(root, 2);
  }
  return result;
}

function remainder(words, by) {
  const result = Array(by.length).fill(0);
  for (const word of words) {
    const factor = word ^ result.shift();
    result.push(0);
    by.forEach((coefficient, i) => (result[i] ^= times(coefficient, factor)));
  }
  return result;
}

function interleave(words, version) {
  const count = BLOCKS[version - 1];
  const ec = EC_PER_BLOCK[version - 1];
  const total = totalWords(version);
  const shortBlocks = count - (total % count);
  const shortLength = Math.floor(total / count) - ec;
  const by = divisor(ec);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const length = shortLength + (i < shortBlocks ? 0 : 1);
    const data = words.slice(at, at + length);
    at += length;
    blocks.push({ data, ec: remainder(data, by) });
  }
  const result = [];
  for (let i = 0; i <= shortLength; i++) for (const block of blocks) if (i < block.data.length) result.push(block.data[i]);
  for (let i = 0; i < ec; i++) for (const block of blocks) result.push(block.ec[i]);
  return result;
}

// ── the square ──
function drawFixed(modules, isFixed, version) {
  const size = modules.length;
  const put = (x, y, isDark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    modules[y][x] = isDark;
    isFixed[y][x] = true;
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy <= 4; dy++) {
      for (let dx = -4; dx <= 4; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        put(cx + dx, cy + dy, ring !== 2 && ring !== 4);
      }
    }
  }
  const places = alignmentPlaces(version, size);
  const last = places.length - 1;
  places.forEach((x, i) =>
    places.forEach((y, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) put(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }),
  );
  drawFormat(put, size);
  if (version >= 7) drawVersion(put, version, size);
}

function alignmentPlaces(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const result = [6];
  for (let place = size - 7; result.length < count; place -= step) result.splice(1, 0, place);
  return result;
}

function drawFormat(put, size) {
  const data = 0b01000; // level L, mask 0
  let rest = data;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (i) => ((bits >>> i) & 1) !== 0;
  for (let i = 0; i <= 5; i++) put(8, i, bit(i));
  put(8, 7, bit(6));
  put(8, 8, bit(7));
  put(7, 8, bit(8));
  for (let i = 9; i < 15; i++) put(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) put(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) put(8, size - 15 + i, bit(i));
  put(8, size - 8, true);
}

function drawVersion(put, version, size) {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const isDark = ((bits >>> i) & 1) !== 0;
    const a = size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    put(a, b, isDark);
    put(b, a, isDark);
  }
}

function fill(modules, isFixed, words) {
  const size = modules.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (let j = 0; j < 2; j++) {
        const x = right - j;
        const isUpward = ((right + 1) & 2) === 0;
        const y = isUpward ? size - 1 - step : step;
        if (isFixed[y][x]) continue;
        const bit = at < words.length * 8 && ((words[at >>> 3] >>> (7 - (at & 7))) & 1) !== 0;
        at++;
        modules[y][x] = bit !== ((x + y) % 2 === 0); // mask 0
      }
    }
  }
}
