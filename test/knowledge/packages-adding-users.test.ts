/** The table of packages that add users: its shape, its readers, and the names in install commands. */
import { describe, expect, test } from "vitest";
import { accountEffect, packageNameOf, pulledBy } from "#rules/knowledge/accounts/packages-adding-users.ts";

describe("accountEffect", () => {
  test.each([
    ["rhel8", "unbound-libs", "yes", "verified", "unbound"],
    ["rhel9", "unbound-libs", "yes", "verified", "unbound"],
    ["rhel9", "rpcbind", "yes", "verified", "rpc"],
    ["rhel8", "nfs-utils", "no", "verified", "rpcuser"],
    ["rhel9", "openssh-server", "no", "verified", "sshd"],
    ["rhel9", "cyrus-sasl", "yes", "likely", "saslauth"],
    ["rhel9", "wireshark-cli", "yes", "likely", undefined],
    ["rhel10", "unbound-libs", "maybe", "probable", "unbound"],
    ["fedora", "rpcbind", "maybe", "probable", "rpc"],
    ["suse", "chrony", "unknown", "probable", "chrony"],
    ["debian", "openssh-client", "yes", "verified", undefined],
    ["debian", "munge", "yes", "verified", "munge"],
    ["debian", "postfix", "yes", "verified", "postfix"],
    ["debian", "apt", "no", "verified", "_apt"],
    ["debian", "dirmngr", "no", "verified", undefined],
    ["debian", "libibverbs1", "yes", "verified", undefined],
    ["rhel7", "unbound-libs", "likely", "likely", "unbound"],
    ["rhel7", "polkit", "no", "likely", "polkitd"],
  ] as const)("%s %s", (family, name, fatal, certainty, user) => {
    expect(accountEffect(family, name)).toEqual({ fatal, certainty, user });
  });

  test("packages that add nobody are not in the table", () => {
    for (const family of ["rhel7", "rhel8", "rhel9", "rhel10", "fedora", "suse", "debian"] as const) {
      for (const name of ["unbound-demo-libs", "gcc", "git", "environment-modules", "rdma-core", "", "constructor"]) {
        expect(accountEffect(family, name), `${family} ${name}`).toBeUndefined();
      }
    }
    expect(accountEffect("debian", "unbound-libs")).toBeUndefined();
    expect(accountEffect("rhel9", "openssh-client")).toBeUndefined();
  });
});

describe("pulledBy", () => {
  test.each([
    ["rhel8", "gnutls-devel", "unbound-libs", "yes", "depends"],
    ["rhel9", "gnutls-utils", "unbound-libs", "yes", "depends"],
    ["rhel9", "cups-devel", "unbound-libs", "yes", "depends"],
    ["rhel7", "gnutls-devel", "unbound-libs", "likely", "depends"],
    ["rhel9", "nfs-utils", "rpcbind", "yes", "depends"],
    ["rhel9", "openldap-devel", "cyrus-sasl", "yes", "depends"],
    ["rhel8", "httpd-devel", "cyrus-sasl", "yes", "depends"],
    ["rhel8", "libmemcached-devel", "cyrus-sasl", "yes", "depends"],
    ["rhel8", "librdkafka-devel", "cyrus-sasl", "yes", "depends"],
    ["rhel9", "wireshark", "wireshark-cli", "yes", "depends"],
    ["rhel9", "sssd", "sssd-common", "likely", "depends"],
    ["rhel10", "gnutls-devel", "unbound-libs", "maybe", "depends"],
    ["debian", "git", "openssh-client", "yes", "recommends"],
    ["debian", "openmpi-bin", "openssh-client", "yes", "depends"],
    ["debian", "libgtk-3-0", "dbus", "yes", "depends"],
    ["debian", "ffmpeg", "dbus", "yes", "recommends"],
  ] as const)("%s %s", (family, name, pulled, fatal, by) => {
    expect(pulledBy(family, name)).toMatchObject({ package: pulled, by, effect: { fatal } });
  });

  test("knows no more than it should", () => {
    expect(pulledBy("rhel9", "gcc")).toBeUndefined();
    expect(pulledBy("suse", "gnutls-devel")).toBeUndefined();
    expect(pulledBy("debian", "gnutls-devel")).toBeUndefined();
    expect(pulledBy("rhel9", "toString")).toBeUndefined();
  });
});

describe("packageNameOf", () => {
  test.each([
    ["unbound-libs", "unbound-libs"],
    ["unbound-libs-1.16.2-5.el8.x86_64", "unbound-libs"],
    ["unbound-libs-1.16.2-5.el8", "unbound-libs"],
    ["unbound-libs-0:1.16.2-5.el8_6.aarch64", "unbound-libs"],
    ["unbound-libs.x86_64", "unbound-libs"],
    ["unbound-libs-1.16.2", "unbound-libs"],
    ["unbound-libs-1.*", "unbound-libs"],
    ["/tmp/unbound-libs-1.0-1.noarch.rpm", "unbound-libs"],
    ["./unbound-libs-1.0-1.noarch.rpm", "unbound-libs"],
    ["https://example.org/pub/unbound-libs-1.0-1.noarch.rpm", "unbound-libs"],
    ["https://example.org/epel-release-latest-8.noarch.rpm?mirror=1", "epel-release"],
    ["systemd-239-78.el8.x86_64", "systemd"],
    ["less-530-1.el8", "less"],
    ["bash >= 5", "bash"],
    ["bash=5.1", "bash"],
    ["java-1.8.0-openjdk", "java-1.8.0-openjdk"],
    ["java-1.8.0-openjdk-devel-1.8.0.392.b08-4.el8", "java-1.8.0-openjdk-devel"],
    ["java-11-openjdk-devel", "java-11-openjdk-devel"],
    ["python3.11", "python3.11"],
    ["python3.11-devel.x86_64", "python3.11-devel"],
    ["gcc-toolset-12", "gcc-toolset-12"],
    ["gcc-toolset-12-gcc-c++", "gcc-toolset-12-gcc-c++"],
    ["cuda-toolkit-12-4", "cuda-toolkit-12-4"],
    ["dotnet-sdk-8.0", "dotnet-sdk-8.0"],
    ["libcudnn8-8.9.2.26-1.cuda12.2", "libcudnn8"],
    ["kernel-devel-5.14.0-362.8.1.el9_3.x86_64", "kernel-devel"],
    ["xorg-x11-fonts-75dpi", "xorg-x11-fonts-75dpi"],
    ["@development", "@development"],
    ["/usr/bin/ssh", "/usr/bin/ssh"],
    ["texlive-*", "texlive-*"],
    ["", ""],
  ])("rpm %s", (word, name) => {
    expect(packageNameOf(word, "rpm")).toBe(name);
  });

  test.each([
    ["git", "git"],
    ["git=1:2.39.2-1.1", "git"],
    ["git/bookworm-backports", "git"],
    ["git:arm64", "git"],
    ["git:arm64=1:2.39", "git"],
    ["git+", "git"],
    ["git-", "git"],
    ["g++", "g++"],
    ["g++-12", "g++-12"],
    ["libstdc++6", "libstdc++6"],
    ["libc6-dev", "libc6-dev"],
    ["./git_2.39.2-1.1_amd64.deb", "git"],
    ["/tmp/rstudio-server-2023.06.1-524-amd64.deb", "rstudio-server-2023.06.1-524-amd64"],
    ["https://example.org/libfoo1_1.0_all.deb", "libfoo1"],
    ["python3.*", "python3.*"],
  ])("deb %s", (word, name) => {
    expect(packageNameOf(word, "deb")).toBe(name);
  });
});
