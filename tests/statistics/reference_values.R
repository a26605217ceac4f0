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
for (i in 1:150) { b <- sample(0:30, 1); c <- sample(0:30, 1); if (b + c > 0) out("McNemar", b, c, "", "", binom.test(b, b + c)$p.value, NaN) }
# Fisher-Freeman-Halton for five groups: sizes and counts joined by spaces.
for (i in 1:120) { n <- sample(3:50, 5); k <- sapply(n, function(x) rbinom(1, x, .25)); if (sum(k) > 0)
  out("Fisher-Freeman-Halton", paste(k, collapse = " "), paste(n, collapse = " "), "", "", fisher.test(rbind(k, n - k), workspace = 2e8)$p.value, NaN) }
