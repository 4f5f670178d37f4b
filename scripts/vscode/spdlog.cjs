// What stands for @vscode/spdlog in the installed server: the same interface in plain JavaScript. The real one is compiled
// at installation, which would need a compiler; without any, VS Code writes no log files.
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const levels = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(path) {
    this.path = path;
    this.level = 2;
    this.plain = false;
    mkdirSync(dirname(path), { recursive: true });
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {
    this.plain = false;
  }

  clearFormatters() {
    this.plain = true;
  }

  flush() {}

  drop() {}
}

levels.forEach((name, level) => {
  Logger.prototype[name] = function (text) {
    if (level >= this.level) {
      appendFileSync(this.path, this.plain ? text : `${new Date().toISOString()} [${name}] ${text}\n`);
    }
  };
});

exports.setFlushOn = () => {};
exports.setLevel = () => {};
exports.createRotatingLogger = async (_name, path) => new Logger(path);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
