package io.vidette.detector.script;

import io.vidette.detector.archive.MalformedArchiveException;

/** Why a program is not run. */
final class ScriptRefusal {
    private static final String UNTRUSTED = "it may be an attack: take weights from people you trust";

    private ScriptRefusal() {}

    /** An operator that is not on the list. */
    static MalformedArchiveException operator(String operator, String place) {
        if (operator.startsWith("ops.torchvision.")) {
            return MalformedArchiveException.withRemedy(
                    "its program suppresses boxes with an operator of torchvision, which is not here",
                    "export it again with nms=False");
        }
        return MalformedArchiveException.withRemedy(
                "its program uses '" + shortened(operator) + "' (" + place + "), which is not on the list of operators"
                        + " that a detector needs",
                UNTRUSTED);
    }

    /** Anything else that exported detectors do not contain. */
    static MalformedArchiveException syntax(String what, String place) {
        return MalformedArchiveException.withRemedy(
                "its program contains " + shortened(what) + " (" + place + "), which exports of Ultralytics do not",
                UNTRUSTED);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
