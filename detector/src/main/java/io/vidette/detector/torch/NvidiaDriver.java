package io.vidette.detector.torch;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * NVIDIA's driver. It is there wherever a card can be used, whatever else of CUDA is installed, and heeds
 * {@code CUDA_VISIBLE_DEVICES} as PyTorch does. See "CUDA Driver API", cuInit and cuDeviceGet.
 */
public final class NvidiaDriver implements CudaDriver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final int NO_DEVICE = 100;
    private static final int LONGEST_NAME = 256;

    @Override
    public List<ComputeDevice.Cuda> cards() throws NoCudaException {
        NativeLibrary driver;
        try {
            driver = NativeLibrary.getInstance(LIBRARY);
        } catch (UnsatisfiedLinkError e) {
            throw new NoCudaException(
                    "there is no driver of NVIDIA (" + LIBRARY
                            + " cannot be loaded); install it and see that nvidia-smi" + " lists the card",
                    e);
        }
        call(driver, "cuInit", 0);
        IntByReference count = new IntByReference();
        call(driver, "cuDeviceGetCount", count);
        List<ComputeDevice.Cuda> cards = new ArrayList<>();
        for (int number = 0; number < count.getValue(); number++) {
            cards.add(card(driver, number));
        }
        if (cards.isEmpty()) {
            throw new NoCudaException("NVIDIA's driver shows no card; see nvidia-smi and CUDA_VISIBLE_DEVICES");
        }
        return cards;
    }

    private static ComputeDevice.Cuda card(NativeLibrary driver, int number) throws NoCudaException {
        IntByReference handle = new IntByReference();
        call(driver, "cuDeviceGet", handle, number);
        byte[] name = new byte[LONGEST_NAME];
        call(driver, "cuDeviceGetName", name, name.length, handle.getValue());
        LongByReference bytes = new LongByReference();
        call(driver, "cuDeviceTotalMem_v2", bytes, handle.getValue());
        return new ComputeDevice.Cuda(number, Native.toString(name, StandardCharsets.UTF_8.name()), bytes.getValue());
    }

    private static void call(NativeLibrary driver, String function, Object... arguments) throws NoCudaException {
        int code;
        try {
            code = driver.getFunction(function).invokeInt(arguments);
        } catch (UnsatisfiedLinkError e) {
            throw new NoCudaException("NVIDIA's driver has no " + function + "; install a newer one", e);
        }
        if (code == NO_DEVICE) {
            throw new NoCudaException("NVIDIA's driver shows no card; see nvidia-smi and CUDA_VISIBLE_DEVICES");
        }
        if (code != 0) {
            throw new NoCudaException("NVIDIA's driver does not work: " + function + " says " + code + " ("
                    + meaning(driver, code) + "); see nvidia-smi");
        }
    }

    private static String meaning(NativeLibrary driver, int code) {
        PointerByReference text = new PointerByReference();
        try {
            driver.getFunction("cuGetErrorString").invokeInt(new Object[] {code, text});
        } catch (UnsatisfiedLinkError e) {
            return "unknown";
        }
        Pointer start = text.getValue();
        return start == null ? "unknown" : start.getString(0);
    }
}
