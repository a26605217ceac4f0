# Reference values by R, whose code is not ours: Rscript tests/statistics/reference_values.R > tests/statistics/reference_values.csv
# One row a case: method, four numbers that go in (empty where unused), the two that come out.
set.seed(2018)
out <- function(method, a, b, c, d, x, y) cat(sprintf("%s,%s,%s,%s,%s,%.12g,%.12g\n", method, a, b, c, d, x, y))
cat("method,a,b,c,d,x,y\n")
for (n in c(1:20, 23, 26, 27, 29, 33, 44, 49, 54, 100, 163, 180, 190)) for (k in unique(round(seq(0, n, length.out = min(n + 1, 20))))) {
  w <- prop.test(k, n, correct = FALSE)$conf.int; out("Wilson", k, n, "", "", w[1], w[2])
  cp <- binom.test(k, n)$conf.int; out("Clopper-Pearson", k, n, "", "", cp[1], cp[2])
  out("Jeffreys", k, n, "", "", qbeta(0.025, k + .5, n - k + .5), qbeta(0.975, k + .5, n - k + .5))
}
# Finite population: the totals K that neither tail refuses, each tried by R's hypergeometric distribution.
for (N in c(6, 17, 54, 163, 190)) for (n in unique(round(seq(1, N, length.out = 12)))) for (k in unique(round(seq(0, n, length.out = 10)))) {
  K <- k:(N - n + k)
  kept <- K[phyper(k - 1, K, N - K, n, lower.tail = FALSE) > 0.025 & phyper(k, K, N - K, n) > 0.025]
  out("exact finite population", k, n, N, "", min(kept) / N, max(kept) / N)
}
for (i in 1:300) { n <- sample(1:60, 1); m <- sample(1:160, 1); k <- sample(0:n, 1); l <- sample(0:m, 1)
  out("Fisher", k, n, l, m, fisher.test(matrix(c(k, n - k, l, m - l), 2))$p.value, NaN) }
# Fisher-Freeman-Halton for five groups: sizes and counts joined by spaces.
for (i in 1:120) { n <- sample(3:50, 5); k <- sapply(n, function(x) rbinom(1, x, .25)); if (sum(k) > 0)
  out("Fisher-Freeman-Halton", paste(k, collapse = " "), paste(n, collapse = " "), "", "", fisher.test(rbind(k, n - k), workspace = 2e8)$p.value, NaN) }
# Tango's interval of a paired difference: the constrained maximum found by its derivative's root, not by the quadratic.
pair.score <- function(b, c, n, d) {
  low <- max(0, -d); high <- (1 - d) / 2
  slope <- function(q) (if (b > 0) b / (q + d) else 0) + (if (c > 0) c / q else 0) - (if (n > b + c) 2 * (n - b - c) / (1 - 2 * q - d) else 0)
  eps <- (high - low) * 1e-13
  q <- if (slope(low + eps) <= 0) low else if (slope(high - eps) >= 0) high else uniroot(slope, c(low + eps, high - eps), tol = 1e-16, maxiter = 10000)$root
  v <- n * (2 * q + d - d^2)
  if (v <= 0) (if (b - c == n * d) 0 else sign(b - c - n * d) * Inf) else (b - c - n * d) / sqrt(v)
}
for (i in 1:240) { n <- sample(4:180, 1); first <- rbinom(1, n, runif(1, 0, .4)); second <- rbinom(1, n - first, runif(1, 0, .4))
  seen <- (second - first) / n; z <- qnorm(.975); at <- function(target) function(d) max(-1e3, min(1e3, pair.score(second, first, n, d))) - target
  low <- if (at(z)(-1 + 1e-12) < 0) -1 else uniroot(at(z), c(-1 + 1e-12, seen), tol = 1e-14, maxiter = 10000)$root
  high <- if (at(-z)(1 - 1e-12) > 0) 1 else uniroot(at(-z), c(seen, 1 - 1e-12), tol = 1e-14, maxiter = 10000)$root
  out("Tango", first, second, n, "", low, high) }
# A domain whose size is not known: every size and every number that has it, tried one by one. A tail of 1/40 exactly is refused.
kept.totals <- function(k, n, N, tail) { K <- k:(N - n + k)
  K[phyper(k - 1, K, N - K, n, lower.tail = FALSE) > tail + 1e-12 & phyper(k, K, N - K, n) > tail + 1e-12] }
for (i in 1:240) { d <- sample(1:60, 1); answered <- sample(1:d, 1); k <- sample(0:answered, 1); M <- sample(0:25, 1)
  shares <- unlist(lapply(d:(d + M), function(D) kept.totals(k, answered, D, .025) / D)); out("domain", k, answered, d, M, min(shares), max(shares)) }
# Simultaneous intervals of a difference: counts, denominators and populations of two groups, and how many are compared.
for (i in 1:240) { N <- sample(2:60, 2); n <- sapply(N, function(x) sample(1:x, 1)); k <- sapply(n, function(x) sample(0:x, 1)); m <- sample(1:10, 1)
  tail <- (1 - sqrt(1 - .05 / m)) / 2; one <- kept.totals(k[1], n[1], N[1], tail) / N[1]; other <- kept.totals(k[2], n[2], N[2], tail) / N[2]
  out("difference", paste(k, collapse = " "), paste(n, collapse = " "), paste(N, collapse = " "), m, min(one) - max(other), max(one) - min(other)) }
# Agreement of two coders by pairs of answers: AC1, and alpha as one minus the mean distance within units over that between any two answers.
alpha <- function(a, b, distance) { all <- c(a, b); D <- outer(all, all, Vectorize(distance)); n <- length(all)
  1 - mean(mapply(distance, a, b)) / (sum(D) / (n * (n - 1))) }
ac1 <- function(a, b) { v <- sort(unique(c(a, b))); p <- sapply(v, function(x) mean(c(a == x, b == x))); chance <- sum(p * (1 - p)) / (length(v) - 1)
  (mean(a == b) - chance) / (1 - chance) }
bits <- function(x) sum(bitwAnd(x, c(1, 2, 4, 8)) > 0)
masi <- function(x, y) { if (x == y) return(0); both <- bitwAnd(x, y)
  1 - bits(both) / bits(bitwOr(x, y)) * (if (both == x || both == y) 2 / 3 else 1 / 3) }
for (i in 1:240) { n <- sample(3:30, 1); a <- sample(1:4, n, TRUE, c(.6, .2, .1, .1)); b <- ifelse(runif(n) < .7, a, sample(1:4, n, TRUE)); if (length(unique(c(a, b))) < 2) next
  out("AC1 and alpha", paste(a, collapse = " "), paste(b, collapse = " "), "", "", ac1(a, b), alpha(a, b, function(x, y) x != y))
  held <- table(factor(c(a, b), 1:4)); rank <- function(x, y) (sum(held[min(x, y):max(x, y)]) - (held[x] + held[y]) / 2)^2
  out("alpha of ranks", paste(a, collapse = " "), paste(b, collapse = " "), "", "", alpha(a, b, rank), NaN)
  s <- sample(1:15, n, TRUE); t <- ifelse(runif(n) < .5, s, sample(1:15, n, TRUE))
  out("alpha of sets", paste(s, collapse = " "), paste(t, collapse = " "), "", "", alpha(s, t, masi), NaN) }
# Shrunken shares: the correlation at which the beta-binomial distribution, written out, expects the spread that is seen; the first group's mean as a ratio of beta functions.
set.seed(1973)
spread <- function(rho, p, n) { a <- p * (1 / rho - 1); b <- (1 - p) * (1 / rho - 1)
  v <- sapply(n, function(m) { x <- 0:m; f <- exp(lchoose(m, x) + lbeta(x + a, m - x + b) - lbeta(a, b)); sum(f * (x / m - p)^2) })
  sum(n * v) - sum(n^2 * v) / sum(n) }
for (i in 1:240) { m <- sample(3:6, 1); n <- sample(2:50, m); k <- rbinom(m, n, rbeta(m, 2, 5)); p <- sum(k) / sum(n); if (p == 0 || p == 1) next
  off <- function(rho) spread(rho, p, n) - sum(n * (k / n - p)^2)
  rho <- if (off(1e-9) >= 0) 0 else if (off(1 - 1e-9) <= 0) 1 else uniroot(off, c(1e-9, 1 - 1e-9), tol = 1e-15, maxiter = 10000)$root
  a <- p * (1 / rho - 1); b <- (1 - p) * (1 / rho - 1)
  mean <- if (rho == 0) p else if (rho == 1) k[1] / n[1] else exp(lbeta(k[1] + a + 1, n[1] - k[1] + b) - lbeta(k[1] + a, n[1] - k[1] + b))
  out("shrunken", paste(k, collapse = " "), paste(n, collapse = " "), "", "", mean, rho) }
