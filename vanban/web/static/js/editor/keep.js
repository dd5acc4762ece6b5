// Keeps a copy of what is not saved yet on this computer, so that a crash or a lost session loses
// nothing. One copy per person and document; it goes as soon as the server has it.

export class LocalCopy {
  constructor(key) {
    this.key = key;
  }

  write(body) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ body, at: Date.now() }));
      return true;
    } catch {
      return false; // storage is full or switched off: the server still has the last saving
    }
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key) || "null");
    } catch {
      return null; // not ours, or cut off: nothing to offer
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }
}
