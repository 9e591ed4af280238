# SPDX-License-Identifier: GPL-3.0-or-later
"""A tiny recurrent net on what a loader gave: a few steps on the CPU, and the loss must fall. Wants
PyTorch (Debian: python3-torch)."""
import torch

STEPS, LENGTH, BATCH = 30, 512, 8


def shows_it_learns(name, pieces):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rows = []
    for part, _, (x, knobs), y in pieces:
        if part != "train":
            continue
        sound, target = torch.tensor(x), torch.tensor(y)
        for at in range(0, len(x) - LENGTH, LENGTH):
            cut = sound[at:at + LENGTH]
            if cut.abs().max() > 0.01:
                still = [torch.full((LENGTH,), float(knob)) for knob in knobs]
                rows.append((torch.stack([cut] + still, 1), target[at:at + LENGTH]))
    rows = [rows[n] for n in torch.randperm(len(rows))[:4 * BATCH]]
    x, y = torch.stack([row[0] for row in rows]), torch.stack([row[1] for row in rows])
    net = torch.nn.GRU(x.shape[2], 12, batch_first=True)
    out = torch.nn.Linear(12, 1)
    steps = torch.optim.Adam(list(net.parameters()) + list(out.parameters()), lr=0.01)

    def loss_of(a, b):
        return ((out(net(a)[0])[:, :, 0] - b) ** 2).mean() / (b ** 2).mean()

    with torch.no_grad():
        before = loss_of(x, y).item()
    for step in range(STEPS):
        pick = torch.randint(len(rows), (min(BATCH, len(rows)),))
        steps.zero_grad()
        loss_of(x[pick], y[pick]).backward()
        steps.step()
    with torch.no_grad():
        after = loss_of(x, y).item()
    print("%s: ESR %.3f before, %.3f after %d steps" % (name, before, after, STEPS))
    assert after < 0.9 * before, name + ": the loss does not fall"
