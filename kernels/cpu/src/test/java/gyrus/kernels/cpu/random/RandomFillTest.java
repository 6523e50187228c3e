package gyrus.kernels.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.Extent;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.random.Philox;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import gyrus.kernels.random.RandomSpec.Distribution;
import org.junit.jupiter.api.Test;

/** The agreement check allows for rounding; random numbers must be the definition's bit for bit. */
final class RandomFillTest {

    private static final long SEED = 0xFEDC_BA98_7654_3210L;
    private static final long STREAM = 0x8000_0001_FFFF_0003L;

    @Test
    void uniformNumbersAreTheDefinitionsBitForBit() {
        try (CpuDevice device = new CpuDevice(2)) {
            Extent extent = new Extent(301, 77, 80);
            Operand y = fill(device, Distribution.UNIFORM, extent);
            for (long i = 0; i < extent.elements(); i++) {
                assertEquals(Philox.uniform(SEED, STREAM, i), y.get(i / 77 * 80 + i % 77), "element " + i);
            }
        }
    }

    @Test
    void normalNumbersAreTheDefinitionsBitForBit() {
        try (CpuDevice device = new CpuDevice(2)) {
            Operand y = fill(device, Distribution.NORMAL, Extent.vector(20_001));
            for (long i = 0; i < 20_001; i++) {
                assertEquals(Philox.normal(SEED, STREAM, i), y.get(i), "element " + i);
            }
        }
    }

    @Test
    void chunksAreTheUpperHalvesOfTheWords() {
        try (CpuDevice device = new CpuDevice(2)) {
            Operand y = fill(device, Distribution.CHUNK, Extent.vector(20_001));
            for (long i = 0; i < 20_001; i++) {
                assertEquals(Integer.toUnsignedLong(Philox.word(SEED, STREAM, i)) >> 16, y.get(i), "element " + i);
            }
        }
    }

    private static Operand fill(CpuDevice device, Distribution distribution, Extent extent) {
        Operand y = Operand.of(device.allocate(extent.span()));
        Operand key = Operand.of(device.allocate(8));
        for (int chunk = 0; chunk < 4; chunk++) {
            key.set(chunk, SEED >>> 16 * chunk & 0xFFFF);
            key.set(4 + chunk, STREAM >>> 16 * chunk & 0xFFFF);
        }
        device.launch(new RandomFill(), new RandomSpec(distribution, extent), y, key);
        return y;
    }
}
