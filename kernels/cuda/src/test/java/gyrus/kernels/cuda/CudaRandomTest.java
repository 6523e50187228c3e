package gyrus.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.Extent;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.random.Philox;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import gyrus.kernels.random.RandomSpec.Distribution;
import org.junit.jupiter.api.Test;

/** Random numbers of a GPU are those of every other device. */
final class CudaRandomTest {

    @Test
    void uniformNumbersAndChunksAreTheDefinitionsBitForBit() {
        long seed = 0x299F31D0A4093822L;
        long stream = 0x0370734413198A2EL;
        Extent extent = Extent.vector(3001);
        Extent keys = Extent.vector(8);
        try (CudaDevice device = new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared())) {
            Operand y = Operand.of(device.allocate(extent.elements()));
            Operand key = Operand.of(device.allocate(8));
            device.write(key, keys, host -> {
                for (int chunk = 0; chunk < 4; chunk++) {
                    host.set(chunk, seed >>> 16 * chunk & 0xFFFF);
                    host.set(4 + chunk, stream >>> 16 * chunk & 0xFFFF);
                }
            });
            device.launch(new RandomFill(), new RandomSpec(Distribution.UNIFORM, extent), y, key);
            device.read(y, extent, host -> {
                for (int i = 0; i < extent.elements(); i++) {
                    assertEquals(Philox.uniform(seed, stream, i), (float) host.get(i));
                }
            });
            device.launch(new RandomFill(), new RandomSpec(Distribution.CHUNK, extent), y, key);
            device.read(y, extent, host -> {
                for (int i = 0; i < extent.elements(); i++) {
                    assertEquals(Integer.toUnsignedLong(Philox.word(seed, stream, i)) >> 16, host.get(i));
                }
            });
        }
    }
}
