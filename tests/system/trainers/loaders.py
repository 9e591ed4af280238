# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports as their trainers load them: own code after each loader's documented rules, with Python's
standard library alone. Every loader yields (part, name, inputs, target): `inputs` is the sound and one
constant for each knob, `part` is "train", "val" or "test". Sounds are array('f').

NAM reads PCM through Python's own `wave` (as wavio does), so a wrong format tag fails here as there.
"""
import array
import configparser
import csv
import functools
import glob
import json
import os
import struct
import sys
import wave


class Refused(Exception):
    """What the trainer would stop at."""


def need(holds, what):
    if not holds:
        raise Refused(what)


@functools.lru_cache(maxsize=4)
def pcm(path):
    """Mono integer PCM scaled by 2^(bits-1), as NAM does."""
    with wave.open(path, "rb") as file:
        need(file.getnchannels() == 1, path + ": not mono")
        width, rate, raw = file.getsampwidth(), file.getframerate(), file.readframes(file.getnframes())
    wide = bytearray(4 * (len(raw) // width))  # The code in the upper bytes of 32 bits.
    for k in range(width):
        wide[4 - width + k::4] = raw[k::width]
    return array.array("f", (code / 2147483648.0 for code in array.array("i", wide))), rate


def float32(path):
    """Planar float32 channels, as scipy.io.wavfile reads format tag 3."""
    with open(path, "rb") as file:
        data = file.read()
    need(data[:4] == b"RIFF" and data[8:12] == b"WAVE", path + ": no WAV")
    at, form, sound = 12, None, None
    while at + 8 <= len(data):
        name, size = data[at:at + 4], struct.unpack("<I", data[at + 4:at + 8])[0]
        if name == b"fmt ":
            form = struct.unpack("<HHIIHH", data[at + 8:at + 24])
        if name == b"data":
            sound = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    need(form and sound is not None and form[0] == 3 and form[5] == 32, path + ": not float32")
    flat = array.array("f", sound)
    return [flat[c::form[1]] for c in range(form[1])], form[2]


def any_wav(path):
    try:
        return pcm(path)
    except wave.Error:
        channels, rate = float32(path)
        need(len(channels) == 1, path + ": not mono")
        return channels[0], rate


def equal(x, y, where):
    need(len(x) == len(y), where + ": unequal lengths")


NAM_KEYS = {"x_path", "y_path", "sample_rate", "y_preroll", "allow_unequal_lengths", "nx", "ny", "start",
            "stop", "start_samples", "stop_samples", "start_seconds", "stop_seconds", "delay", "y_scale",
            "input_gain", "require_input_pre_silence"}


def nam_entries(root, data, part, extra=()):
    entries = data[part] if isinstance(data[part], list) else [data[part]]
    for entry in entries:
        entry = {**data.get("common", {}), **entry}
        params = {key: entry.pop(key) for key in extra if key in entry}
        need(not set(entry) - NAM_KEYS, "unexpected keyword argument")
        (x, rate), (y, y_rate) = (pcm(os.path.join(root, entry[key])) for key in ("x_path", "y_path"))
        need(rate == y_rate, "sample rates differ")
        equal(x, y, entry["y_path"])
        start, stop = entry.get("start_samples"), entry.get("stop_samples")
        quiet = entry.get("require_input_pre_silence", 0.4)
        if start is not None and quiet is not None:
            need(not any(x[max(0, start - int(quiet * rate)):start]), "no silence before the cut")
        x, y = x[slice(start, stop)], y[slice(start, stop)]
        need(isinstance(entry.get("delay", 0), int), "delay is no integer")
        need(max(map(abs, y)) < 1.0, "Output clipped.")
        yield entry["y_path"], x, y, params


def nam_models(root):
    """Newest trainer: a head object in each layer array; up to 0.12.3 the arrays are keyword arguments."""
    newest, older = (json.load(open(os.path.join(root, name)))["net"]["config"]["layers_configs"]
                     for name in ("model.json", "model-0.12.json"))
    need(newest and older, "no layers")
    for layer in newest:
        need(set(layer["head"]) == {"out_channels", "kernel_size", "bias"}, "head")
    for layer in older:
        need(set(layer) == {"input_size", "condition_size", "head_size", "channels", "kernel_size", "dilations",
                            "activation", "gated", "head_bias"}, "unexpected keyword argument")


def nam(root):
    nam_models(root)
    for path in sorted(glob.glob(os.path.join(root, "settings", "*", "data.json"))):
        data = json.load(open(path))
        for part, ours in (("train", "train"), ("validation", "val")):
            for name, x, y, _ in nam_entries(root, data, part):
                yield ours, name, (x, []), y


def nam_parametric(root):
    data, model = (json.load(open(os.path.join(root, name))) for name in ("data.json", "model.json"))
    specs = model["net"]["config"]["params"]
    loader = json.load(open(os.path.join(root, "learning.json")))["train_dataloader"]
    for layer in model["net"]["config"]["layers"]:
        need(len(layer["kernel_sizes"]) == len(layer["dilations"]) and layer["head"]["kernel_size"] > 0, "layer")
    nx = 1 + sum((k - 1) * d for layer in model["net"]["config"]["layers"]
                 for k, d in list(zip(layer["kernel_sizes"], layer["dilations"])) + [(layer["head"]["kernel_size"], 1)])
    for entry in data["train"]:
        pieces = (entry["stop_samples"] - entry["start_samples"] - nx + 1) // entry["ny"]
        need(pieces >= loader["batch_size"] or not loader["drop_last"], entry["y_path"] + ": no whole batch")
    for part, ours in (("train", "train"), ("validation", "val")):
        for name, x, y, extra in nam_entries(root, data, part, ("params",)):
            need(set(extra["params"]) == {spec["name"] for spec in specs}, name + ": knobs")
            scaled = [2 * (extra["params"][s["name"]] - s["min"]) / (s["max"] - s["min"]) - 1 for s in specs]
            yield ours, name, (x, scaled), y


def panama(root):
    data = json.load(open(os.path.join(root, "data.json")))
    need(data["type"] == "shared_in_multi_out", "type")
    for part, ours in (("train", "train"), ("validation", "val")):
        x, _ = pcm(os.path.join(root, data[part]["x_path"]))
        for output in data[part]["outputs"]:
            y, _ = pcm(os.path.join(root, output["y_path"]))
            equal(x, y, output["y_path"])
            yield ours, output["y_path"], (x, output["g_vector"]), y


def guitarml(root):
    data = json.load(open(os.path.join(root, "data.json")))
    for one in data["Data Sets"]:
        need(len(one["Parameters"]) == data["Number of Parameters"], "number of parameters")
        for part, kind in (("train", "Training"), ("test", "Test")):
            (x,), (y,) = (float32(os.path.join(root, one[kind + end]))[0] for end in ("Clean", "Target"))
            equal(x, y, one[kind + "Target"])
            yield part, one[kind + "Target"], (x, one["Parameters"]), y


def guitarml_folders(root):
    """Channels stay as they are: knobs change inside the file, so the pieces are told by them."""
    for part in ("train", "val", "test"):
        for path in glob.glob(os.path.join(root, "Data", part, "*-input.wav")):
            channels, _ = float32(path)
            (y,), _ = float32(path.replace("-input.wav", "-target.wav"))
            equal(channels[0], y, path)
            knobs = list(zip(*channels[1:]))
            cuts = [0] + [n for n in range(1, len(knobs)) if knobs[n] != knobs[n - 1]] + [len(knobs)]
            for a, b in zip(cuts, cuts[1:]):
                yield part, "%s[%d]" % (path, a), (channels[0][a:b], knobs[a]), y[a:b]


def aida(root):
    colours = {"FF0000": ["train"], "00FF00": ["test"], "0000FF": ["val"], "00FFFF": ["test", "val"]}
    for config in glob.glob(os.path.join(root, "Configs", "*.json")):
        params = json.load(open(config))["params"]
        for one in params["datasets"]:
            need(len(one["params"]) == params["n"], "params")
            (x, rate), (y, y_rate) = (any_wav(os.path.join(root, one[key])) for key in ("input", "target"))
            need(rate == y_rate == 48000, "48 kHz")
            equal(x, y, one["target"])
            rows = list(csv.reader(open(os.path.splitext(os.path.join(root, one["input"]))[0] + ".csv")))
            need(rows[0] == "# Name Start End Length Color".split(), "csv header")
            for row in rows[1:]:
                cut = slice(int(row[2]), int(row[3]))
                for part in colours[row[5]]:
                    yield part, one["target"], (x[cut], one["params"]), y[cut]


def proteus(root):
    data = json.load(open(os.path.join(root, "data.json")))
    need([one["Parameters"] for one in data["Data Sets"]] == [[0.0], [0.25], [0.5], [0.75], [1.0]], "steps")
    yield from guitarml(root)


def signaltrain(root):
    info = configparser.ConfigParser()
    info.read(os.path.join(root, "effect_info.ini"))
    ranges = json.loads(info["effect"]["knob_ranges"])
    for folder, part in (("Train", "train"), ("Val", "val"), ("Test", "test")):
        pairs = [sorted(glob.glob(os.path.join(root, folder, kind + "_*.wav")),
                        key=lambda path: int(os.path.basename(path).split("_")[1])) for kind in ("input", "target")]
        need(len(pairs[0]) == len(pairs[1]), "potentially corrupt")
        for x_path, y_path in zip(*pairs):
            (x, _), (y, _) = any_wav(x_path), any_wav(y_path)
            equal(x, y, y_path)
            values = [float(value) for value in os.path.basename(y_path)[:-4].split("__")[1:]]
            need(len(values) == len(ranges), y_path)
            yield part, y_path, (x, [(v - a) / (b - a) for v, (a, b) in zip(values, ranges)]), y


def tonetwist(root):
    for folder, part in (("trainval", "train"), ("test", "test")):
        for path in sorted(glob.glob(os.path.join(root, "*", folder, "*", "*.target.wav"))):
            token = path.split(".")[-4].split("/")[-1]
            dry = os.path.join(root, "DRY-with-markers", folder, path.split(".")[-3] + ".input.wav")
            ((x,), rate), ((y,), _) = float32(dry), float32(path)
            need(rate == 48000, "48 kHz")
            equal(x, y, path)
            yield part, path, (x, [float(knob[1:]) / 100 for knob in token.split("_")]), y


def tables(root, table, target, source):
    rows = list(csv.DictReader(open(os.path.join(root, table))))
    parts = {"train": "train", "validation": "val", "test": "test"}
    for row in rows:
        (x, _), (y, _) = (any_wav(os.path.join(root, row[key])) for key in (source, target))
        equal(x, y, row[target])
        knobs = [float(row[key]) for key in row if key.endswith("_norm")]
        need(knobs, "no knobs")
        yield parts[row["split"]], row[target], (x, knobs), y


LOADERS = {
    "nam": nam, "nam-parametric": nam_parametric, "panama": panama, "guitarml": guitarml,
    "guitarml-folders": guitarml_folders, "aida": aida, "proteus": proteus, "signaltrain": signaltrain,
    "tonetwist": tonetwist,
    "huggingface": lambda root: tables(root, "metadata.csv", "file_name", "input_file"),
    "csv": lambda root: tables(root, "pairs.csv", "target", "input"),
}


def load(name, root, trains):
    counts = {}
    pieces = []
    for part, path, (x, knobs), y in LOADERS[name](root):
        need(all(-1.0 <= knob <= 1.0 for knob in knobs), path + ": knobs are not scaled")
        counts[part] = counts.get(part, 0) + 1
        pieces.append((part, path, (x, knobs), y))
    need(counts.get("train", 0) > 0, "nothing to train on")
    print("%s: loads, %s" % (name, ", ".join("%d %s" % (n, part) for part, n in sorted(counts.items()))))
    if trains:
        import train
        train.shows_it_learns(name, pieces)


def main():
    """loaders.py FORMAT FOLDER [FORMAT FOLDER]... [--train]"""
    words = [word for word in sys.argv[1:] if word != "--train"]
    for name, root in zip(words[::2], words[1::2]):
        load(name, root, "--train" in sys.argv)


if __name__ == "__main__":
    main()
