package gyrus.app.report.chart;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An axis from one value to another, with ticks at round values in rising order.
 *
 * <p>Round means 1, 2 or 5 times a power of ten. Ticks are exact decimals, so their labels never show 0.30000000000000004.
 */
public record Axis(Scale scale, double from, double to, List<BigDecimal> ticks) {

    private static final double[] ROUND = {1, 2, 5, 10};

    /** Returns an axis between the round values around [low, high], with about {@code wanted} intervals at most. */
    public static Axis around(Scale scale, double low, double high, int wanted) {
        return switch (scale) {
            case LINEAR -> linear(low, high, wanted);
            case LOG -> logarithmic(low, high, wanted);
            case TOWARDS_ONE -> {
                Axis distance = logarithmic(1 - high, 1 - low, wanted);
                yield new Axis(scale, 1 - distance.to, 1 - distance.from,
                        distance.ticks.reversed().stream().map(BigDecimal.ONE::subtract).toList());
            }
        };
    }

    /** Returns an axis of whole numbers, such as epochs, from the first to the last. */
    public static Axis counting(int first, int last, int wanted) {
        if (first == last) {
            return new Axis(Scale.LINEAR, first - 0.5, last + 0.5, List.of(BigDecimal.valueOf(first)));
        }
        BigDecimal step = roundStep(last - first, wanted).max(BigDecimal.ONE);
        return new Axis(Scale.LINEAR, first, last, multiples(step, ceiling(first, step), floor(last, step)));
    }

    private static Axis linear(double low, double high, int wanted) {
        if (high - low <= 1e-9 * Math.abs(high)) {
            double room = low == 0 ? 1 : Math.abs(low) / 10;
            return linear(low - room, high + room, wanted);
        }
        BigDecimal step = roundStep(high - low, wanted);
        BigDecimal first = floor(low, step);
        BigDecimal last = ceiling(high, step);
        return new Axis(Scale.LINEAR, first.doubleValue(), last.doubleValue(), multiples(step, first, last));
    }

    /**
     * Returns a logarithmic axis whose ends are 1, 2 or 5 times a power of ten. Its ticks are all such numbers; if they are too
     * many, the powers of ten alone, or every n-th of these.
     */
    private static Axis logarithmic(double low, double high, int wanted) {
        List<BigDecimal> rounds = new ArrayList<>();
        int decade = (int) Math.floor(Math.log10(low));
        for (; rounds.isEmpty() || rounds.getLast().doubleValue() < high; decade++) {
            for (int digit : new int[] {1, 2, 5}) {
                rounds.add(BigDecimal.valueOf(digit).scaleByPowerOfTen(decade));
            }
        }
        int first = 0;
        while (first + 2 < rounds.size() && rounds.get(first + 1).doubleValue() <= low) {
            first++;
        }
        int last = first + 1;
        while (rounds.get(last).doubleValue() < high && last + 1 < rounds.size()) {
            last++;
        }
        List<BigDecimal> within = rounds.subList(first, last + 1);
        double from = within.getFirst().doubleValue();
        double to = within.getLast().doubleValue();
        if (within.size() <= wanted + 2) {
            return new Axis(Scale.LOG, from, to, List.copyOf(within));
        }
        List<BigDecimal> powers = within.stream().filter(tick -> tick.unscaledValue().equals(BigInteger.ONE)).toList();
        int stride = Math.ceilDiv(powers.size(), wanted + 1);
        return new Axis(Scale.LOG, from, to,
                IntStream.range(0, powers.size()).filter(i -> i % stride == 0).mapToObj(powers::get).toList());
    }

    /** Returns the smallest round step that cuts the range into at most {@code wanted} intervals. */
    private static BigDecimal roundStep(double range, int wanted) {
        double raw = range / wanted;
        int power = (int) Math.floor(Math.log10(raw));
        double unit = Math.pow(10, power);
        for (double round : ROUND) {
            if (raw <= round * unit * (1 + 1e-9)) {
                return BigDecimal.valueOf((long) round).scaleByPowerOfTen(power);
            }
        }
        return BigDecimal.TEN.scaleByPowerOfTen(power);
    }

    private static BigDecimal floor(double value, BigDecimal step) {
        return rounded(value, step, RoundingMode.FLOOR);
    }

    private static BigDecimal ceiling(double value, BigDecimal step) {
        return rounded(value, step, RoundingMode.CEILING);
    }

    /** Rounds a value to a multiple of the step, from its first 14 digits, so that 0.1 + 0.2 counts as 0.3. */
    private static BigDecimal rounded(double value, BigDecimal step, RoundingMode mode) {
        BigDecimal exact = new BigDecimal(value, new MathContext(14));
        return exact.divide(step, 0, mode).multiply(step);
    }

    private static List<BigDecimal> multiples(BigDecimal step, BigDecimal first, BigDecimal last) {
        List<BigDecimal> ticks = new ArrayList<>();
        for (BigDecimal tick = first; tick.compareTo(last) <= 0; tick = tick.add(step)) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** Returns the position of a value: 0 at the start of the axis, 1 at its end. */
    public double position(double value) {
        double start = scale.spread(from);
        return (scale.spread(value) - start) / (scale.spread(to) - start);
    }

    /** Returns the text of a tick, such as {@code 0.05} or {@code 200}, or {@code 1e-7} if plain digits would be long. */
    public static String label(BigDecimal tick) {
        BigDecimal bare = tick.signum() == 0 ? BigDecimal.ZERO : tick.stripTrailingZeros();
        int exponent = bare.precision() - bare.scale() - 1;
        if (bare.signum() != 0 && (exponent < -5 || exponent > 6)) {
            return bare.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
        }
        return bare.toPlainString();
    }
}
