"""The optimisers: Muon for the matrices inside the layers, AdamW for the rest."""
import torch


def orthogonal(g, steps=4):
    """The nearest orthogonal matrix, by Newton and Schulz."""
    a, b, c = 3.4445, -4.7750, 2.0315
    wide = g.shape[0] <= g.shape[1]
    x = g if wide else g.t()
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        s = x @ x.t()
        x = a * x + (b * s + c * s @ s) @ x
    return x if wide else x.t()


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.95, decay=0.1):
        super().__init__(params, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["m"] = torch.zeros_like(p)
                m = state["m"].mul_(group["momentum"]).add_(p.grad)
                u = orthogonal(p.grad + group["momentum"] * m)
                p.mul_(1 - group["lr"] * group["decay"])
                p.add_(u, alpha=-group["lr"] * max(1.0, p.shape[0] / p.shape[1]) ** 0.5)


def optimisers(model, factor):
    inside = [p for layer in model.layers for p in layer.parameters() if p.dim() == 2]
    known = {id(p) for p in inside}
    rest = [p for p in model.parameters() if id(p) not in known]
    big = [p for p in rest if p.dim() == 2]
    small = [p for p in rest if p.dim() == 1]
    both = [Muon(inside, lr=0.02 * factor),
            torch.optim.AdamW([{"params": big, "weight_decay": 0.02},
                               {"params": small, "weight_decay": 0.0}],
                              lr=0.004 * factor, betas=(0.9, 0.98), eps=1e-10)]
    for opt in both:
        for group in opt.param_groups:
            group["peak"] = group["lr"]
    return both
