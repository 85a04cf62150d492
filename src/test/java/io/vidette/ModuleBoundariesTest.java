package io.vidette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules as docs/architecture.md draws them; all others are forbidden. */
@AnalyzeClasses(packages = "io.vidette", importOptions = ModuleBoundariesTest.ProductOnly.class)
final class ModuleBoundariesTest {
    /** Tests may lean on more, and those of ingest come as a jar. */
    static final class ProductOnly implements ImportOption {
        private final ImportOption noTests = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return noTests.includes(location) && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule MODULES_USE_ONLY_WHAT_THEY_MAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.vidette..")
            .layer("topology")
            .definedBy("io.vidette.topology..")
            .optionalLayer("ingest")
            .definedBy("io.vidette.ingest..")
            .optionalLayer("detector")
            .definedBy("io.vidette.detector..")
            .optionalLayer("trainer")
            .definedBy("io.vidette.trainer..")
            .layer("deploy")
            .definedBy("io.vidette.deploy..")
            .whereLayer("topology")
            .mayNotAccessAnyLayer()
            .whereLayer("ingest")
            .mayOnlyAccessLayers("topology")
            .whereLayer("detector")
            .mayOnlyAccessLayers("topology")
            .whereLayer("trainer")
            .mayOnlyAccessLayers("topology", "detector")
            .whereLayer("deploy")
            .mayOnlyAccessLayers("topology", "ingest", "detector", "trainer")
            .because("a module that knows less can be read, tested and replaced by itself");

    @ArchTest
    static final ArchRule EVERY_CLASS_BELONGS_TO_A_MODULE = classes()
            .should()
            .resideInAnyPackage(
                    "io.vidette.topology..",
                    "io.vidette.ingest..",
                    "io.vidette.detector..",
                    "io.vidette.trainer..",
                    "io.vidette.deploy..");

    @ArchTest
    static final ArchRule PACKAGES_OF_A_MODULE_FORM_NO_CYCLE =
            slices().matching("io.vidette.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule VIDEO_AND_TENSORS_STAY_OUT_OF_THE_TOPOLOGY = noClasses()
            .that()
            .resideInAPackage("io.vidette.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.bytedeco..")
            .because("the processors between the topics are tested without native libraries");

    @ArchTest
    static final ArchRule USE_CASES_DO_NOT_KNOW_THE_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("io.vidette.deploy.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vidette.deploy.cli..", "picocli..")
            .because("a web page needs the same use cases");

    @ArchTest
    static final ArchRule COMMANDS_LEAVE_KAFKA_VIDEO_AND_TENSORS_TO_OTHERS = noClasses()
            .that()
            .resideInAPackage("io.vidette.deploy.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.bytedeco..", "ai.djl..", "io.javalin..", "org.eclipse.jetty..")
            .because("a command parses, calls and prints");

    @ArchTest
    static final ArchRule COMMANDS_CALL_USE_CASES = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.vidette.deploy.cli.model..", "io.vidette.deploy.cli.sink..", "io.vidette.deploy.cli.evaluate..")
            .or()
            .haveSimpleName("ReplayCommand")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vidette.detector.serve..",
                    "io.vidette.detector.torch..",
                    "io.vidette.detector.compile..",
                    "io.vidette.detector.image..",
                    "io.vidette.topology.detect..",
                    "io.vidette.topology.client..",
                    "io.vidette.topology.stream..",
                    "io.micrometer..")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("TopicAdmin")
            .because("engines and clients belong to the use cases in deploy.app");

    @ArchTest
    static final ArchRule ONLY_THE_SERVER_KNOWS_JAVALIN = noClasses()
            .that()
            .resideOutsideOfPackage("io.vidette.deploy.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
            .because("the endpoints return plain replies");
}
