package gyrus.kernels.cuda.adam;

import gyrus.kernels.agreement.WithoutLoss;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Selector;
import org.junit.jupiter.api.Test;

/** Adam's kernel changes nothing if the loss is not finite. */
final class AdamAgreementTest {

    @Test
    void nothingMovesIfTheLossIsNoNumber() {
        try (Device device = new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared())) {
            WithoutLoss.check(device);
        }
    }
}
