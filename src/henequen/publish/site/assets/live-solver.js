/* The multi-sector model in plain JavaScript: the same equations, steps and stopping rule as scenario/multi_sector in Python.
   Arrays are flat; orders: [sector][importer][exporter], [sector][region], [region][input][sector]. */
"use strict";
globalThis.HenequenSolver = (function () {
  var FLOOR = 1e-30, MEMORY = 8, STEP = 0.3;

  /* A world as the solver takes it, from the compact file: whole millions of sales and inputs, rates as fractions. */
  function world(data) {
    var N = data.regions.length, J = data.sectors.length, n, i, j, k;
    var trade = data.trade, rate = new Float64Array(J * N * N);
    var spending = new Float64Array(J * N), sales = new Float64Array(J * N), share = new Float64Array(J * N * N);
    for (j = 0; j < J; j++) for (n = 0; n < N; n++) for (i = 0; i < N; i++) {
      var at = (n * N + i) * J + j, to = (j * N + n) * N + i;
      rate[to] = data.tariff[at];
      share[to] = trade[at] * (1 + rate[to]);
      spending[j * N + n] += share[to];
      sales[j * N + i] += trade[at];
    }
    var io = new Float64Array(N * J * J), added = new Float64Array(N * J), total = new Float64Array(N), unit = 0;
    for (n = 0; n < N; n++) for (j = 0; j < J; j++) {
      var used = 0;
      for (k = 0; k < J; k++) {
        var x = data.output[n * J + j] > 0 ? data.inputs[(n * J + k) * J + j] / data.output[n * J + j] : 0;
        io[(n * J + k) * J + j] = x;
        used += x;
      }
      added[n * J + j] = 1 - used;
      total[n] += added[n * J + j] * sales[j * N + n];
    }
    for (n = 0; n < N; n++) unit += total[n];
    var final_ = new Float64Array(N * J), surplus = new Float64Array(N);
    for (n = 0; n < N; n++) {
      var out = 0, bought = 0, revenue = 0, sum = 0;
      for (j = 0; j < J; j++) {
        out += sales[j * N + n];
        for (i = 0; i < N; i++) {
          var value = trade[(n * N + i) * J + j];
          bought += value;
          revenue += value * rate[(j * N + n) * N + i];
        }
      }
      surplus[n] = out - bought;
      var income = total[n] + revenue - surplus[n];
      for (k = 0; k < J; k++) {
        var left = spending[k * N + n];
        for (j = 0; j < J; j++) left -= io[(n * J + k) * J + j] * sales[j * N + n];
        final_[n * J + k] = Math.max(left / income, 0);
        sum += final_[n * J + k];
      }
      for (k = 0; k < J; k++) final_[n * J + k] /= sum;
      surplus[n] /= unit;
      total[n] /= unit;
    }
    for (j = 0; j < J; j++) for (n = 0; n < N; n++) {
      var all = spending[j * N + n];
      for (i = 0; i < N; i++) {
        var cell = (j * N + n) * N + i;
        share[cell] = all > 0 ? share[cell] / all : n === i ? 1 : 0;
      }
      spending[j * N + n] = all / unit;
    }
    return { N: N, J: J, unit: unit, share: share, rate: rate, spending: spending, io: io, added: added, value: total,
             surplus: surplus, final: final_, regions: data.regions, sectors: data.sectors };
  }

  /* Solve `w` under `tariff` ([sector][importer][exporter]); options: theta, surplus, start (a state), tolerance, sweeps.
     Returns an iterator: every next() makes some sweeps; the last value holds the solution. */
  function* solve(w, tariff, options) {
    var N = w.N, J = w.J, S = J * N, D = N + 2 * S, theta = options.theta, j, n, i, k, m;
    var attract = new Float64Array(J * N * N), net = new Float64Array(J * N * N);
    for (j = 0; j < J; j++) for (n = 0; n < N * N; n++) {
      k = j * N * N + n;
      attract[k] = tariff[k] === w.rate[k] ? w.share[k]
        : w.share[k] * Math.exp(-theta[j] * (Math.log1p(tariff[k]) - Math.log1p(w.rate[k])));
      net[k] = attract[k] / (1 + tariff[k]);
    }
    var state = new Float64Array(D), p = N, x = N + S;
    if (options.start) state.set(options.start);
    else for (k = 0; k < S; k++) state[x + k] = Math.log(Math.max(w.spending[k], FLOOR));
    var cost = new Float64Array(S), pull = new Float64Array(S), below = new Float64Array(S), paid = new Float64Array(S);
    var spend = new Float64Array(S), ratio = new Float64Array(S), output = new Float64Array(S), income = new Float64Array(N);
    var image = new Float64Array(D), step = new Float64Array(D), surplus = options.surplus;

    function evaluate(s) {
      for (n = 0; n < N; n++) {
        for (j = 0; j < J; j++) {
          cost[j * N + n] = w.added[n * J + j] * s[n];
        }
        for (k = 0; k < J; k++) {
          var price = s[p + k * N + n], row = (n * J + k) * J;
          for (j = 0; j < J; j++) cost[j * N + n] += w.io[row + j] * price;
        }
      }
      for (k = 0; k < S; k++) {
        spend[k] = Math.exp(s[x + k]);
        output[k] = 0;
      }
      for (j = 0; j < J; j++) {
        var b = j * N;
        for (i = 0; i < N; i++) pull[b + i] = Math.exp(-theta[j] * cost[b + i]);
        for (n = 0; n < N; n++) {
          var d = 0, q = 0, at = (b + n) * N;
          for (i = 0; i < N; i++) {
            d += attract[at + i] * pull[b + i];
            q += net[at + i] * pull[b + i];
          }
          below[b + n] = d;
          var r = ratio[b + n] = spend[b + n] / d;
          paid[b + n] = q * r;
          for (i = 0; i < N; i++) output[b + i] += net[at + i] * r;
        }
        for (i = 0; i < N; i++) output[b + i] *= pull[b + i];
      }
      for (n = 0; n < N; n++) {
        income[n] = Math.exp(s[n]) * w.value[n] - surplus[n];
        for (j = 0; j < J; j++) income[n] += spend[j * N + n] - paid[j * N + n];
      }
    }

    function sweep(s) {
      var worst = 0, world_ = 0;
      evaluate(s);
      for (n = 0; n < N; n++) {
        var gap = -surplus[n];
        for (j = 0; j < J; j++) gap += output[j * N + n] - paid[j * N + n];
        gap /= w.value[n];
        if (!(Math.abs(gap) <= worst)) worst = Math.abs(gap);
        image[n] = s[n] + Math.min(Math.max(STEP * gap, -0.5), 0.5);
        world_ += Math.exp(image[n]) * w.value[n];
      }
      for (n = 0; n < N; n++) image[n] -= Math.log(world_);
      for (j = 0; j < J; j++) for (n = 0; n < N; n++) image[p + j * N + n] = Math.log(below[j * N + n]) / -theta[j];
      for (n = 0; n < N; n++) for (k = 0; k < J; k++) {
        var use = w.final[n * J + k] * income[n], row = (n * J + k) * J;
        for (j = 0; j < J; j++) use += w.io[row + j] * output[j * N + n];
        image[x + k * N + n] = Math.log(Math.max(use, FLOOR));
      }
      for (k = 0; k < D; k++) {
        step[k] = image[k] - s[k];
        if (k >= N && !(Math.abs(step[k]) <= worst)) worst = Math.abs(step[k]);
      }
      return worst;
    }

    var steps = [], images = [], gram = [], last = null, filled = 0, next = 0, limit = options.sweeps || 600, worst = Infinity;
    for (m = 0; m < MEMORY; m++) {
      steps.push(new Float64Array(D));
      images.push(new Float64Array(D));
      gram.push(new Float64Array(MEMORY));
    }
    for (var count = 1; count <= limit; count++) {
      worst = sweep(state);
      if (worst < options.tolerance) {
        return { state: state, cost: cost, spending: spend, ratio: ratio, pull: pull, net: net, output: output, income: income,
                 sweeps: count, residual: worst };
      }
      if (!isFinite(worst)) break;
      if (last) {
        var a = images[next], c = steps[next];
        for (k = 0; k < D; k++) {
          a[k] = image[k] - last.image[k];
          c[k] = step[k] - last.step[k];
        }
        filled = Math.min(filled + 1, MEMORY);
        for (m = 0; m < filled; m++) gram[next][m] = gram[m][next] = dot(steps[m], c);
        next = (next + 1) % MEMORY;
      }
      last = { image: image.slice(), step: step.slice() };
      state.set(image);
      if (filled) {
        var weight = weights(gram, steps, step, filled);
        for (m = 0; m < filled; m++) for (k = 0; k < D; k++) state[k] -= weight[m] * images[m][k];
      }
      if (count % 8 === 0) yield { sweeps: count, residual: worst };
    }
    throw new Error("not solved: residual " + worst);
  }

  function dot(a, b) {
    var sum = 0;
    for (var k = 0; k < a.length; k++) sum += a[k] * b[k];
    return sum;
  }

  /* Least squares by the normal equations, scaled, as in Python (1e-13 on the diagonal). */
  function weights(gram, steps, residual, n) {
    var scale = [], A = [], b = [], r, c, k, factor;
    for (r = 0; r < n; r++) scale.push(Math.sqrt(gram[r][r]) + 1e-150);
    for (r = 0; r < n; r++) {
      A.push([]);
      for (c = 0; c < n; c++) A[r].push(gram[r][c] / (scale[r] * scale[c]) + (r === c ? 1e-13 : 0));
      b.push(dot(steps[r], residual) / scale[r]);
    }
    for (k = 0; k < n; k++) {
      var pivot = k;
      for (r = k + 1; r < n; r++) if (Math.abs(A[r][k]) > Math.abs(A[pivot][k])) pivot = r;
      var row = A[k]; A[k] = A[pivot]; A[pivot] = row;
      var cell = b[k]; b[k] = b[pivot]; b[pivot] = cell;
      for (r = k + 1; r < n; r++) {
        factor = A[r][k] / A[k][k];
        for (c = k; c < n; c++) A[r][c] -= factor * A[k][c];
        b[r] -= factor * b[k];
      }
    }
    for (r = n - 1; r >= 0; r--) {
      for (c = r + 1; c < n; c++) b[r] -= A[r][c] * b[c];
      b[r] /= A[r][r];
    }
    return b.map(function (value, m) { return value / scale[m]; });
  }

  /* Sales of `exporter` to `importer` in `sector`, net of tariff, in the unit of the world. */
  function flow(w, solved, sector, importer, exporter) {
    return solved.net[(sector * w.N + importer) * w.N + exporter] * solved.pull[sector * w.N + exporter]
      * solved.ratio[sector * w.N + importer] * w.unit;
  }

  /* Percent change of income over the price index of final demand, by region. */
  function realIncome(w, before, after) {
    var result = [];
    for (var n = 0; n < w.N; n++) {
      var index = 0;
      for (var j = 0; j < w.J; j++) {
        var at = w.N + j * w.N + n;
        index += w.final[n * w.J + j] * (after.state[at] - before.state[at]);
      }
      result.push(100 * Math.expm1(Math.log(after.income[n] / before.income[n]) - index));
    }
    return result;
  }

  return { world: world, solve: solve, flow: flow, realIncome: realIncome };
})();

