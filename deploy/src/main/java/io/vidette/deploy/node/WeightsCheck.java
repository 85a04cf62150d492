package io.vidette.deploy.node;

import io.vidette.topology.lifecycle.Service;

/** Opens the weights before the parts that would have to be undone: a broker's folder, topics. */
final class WeightsCheck implements Service {
    private final Runnable check;

    WeightsCheck(Runnable check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public void start() {
        check.run();
    }

    /** Nothing was kept. */
    @Override
    public void close() {}
}
