/** What a header says of its base image. */
import { describe, expect, test } from "vitest";
import { readBaseImage } from "#rules/knowledge/images/base-images.ts";
import type { BaseImage } from "#rules/knowledge/images/distributions.ts";

const show = (image: BaseImage | undefined): string =>
  image === undefined
    ? "unknown"
    : [
        image.distribution,
        image.release ?? "-",
        image.glibc ?? image.libc ?? "-",
        image.shell ?? "-",
        image.usersFamily ?? "-",
      ].join(" ");

const read = (bootstrap: string, from: string, header: Record<string, string> = {}): string =>
  show(readBaseImage(bootstrap, from, new Map(Object.entries(header))));

describe("docker", () => {
  test.each([
    ["rockylinux/rockylinux:8.10", "rocky 8.10 2.28 bash rhel8"],
    ["docker.io/rockylinux/rockylinux:9", "rocky 9 2.34 bash rhel9"],
    ["rockylinux:9-minimal", "rocky 9 2.34 bash rhel9"],
    ["rockylinux:9.3.20231119-minimal", "rocky 9.3 2.34 bash rhel9"],
    ["rockylinux:8.10-minimal@sha256:0000", "rocky 8.10 2.28 bash rhel8"],
    ["almalinux:9-minimal-20230518", "almalinux 9 2.34 bash rhel9"],
    ["almalinux/8-base:8.10", "almalinux 8 2.28 bash rhel8"],
    ["almalinux:10", "almalinux 10 2.39 bash rhel10"],
    ["almalinux", "almalinux - glibc bash -"],
    ["centos:7.4.1708", "centos 7.4 2.17 bash rhel7"],
    ["centos:centos7", "centos 7 2.17 bash rhel7"],
    ["centos", "centos 8 2.28 bash rhel8"],
    ["centos:6", "centos 6 2.12 bash -"],
    ["quay.io/centos/centos:stream9", "centos 9 2.34 bash rhel9"],
    ["oraclelinux:8-slim", "oracle 8 2.28 bash rhel8"],
    ["registry.access.redhat.com/ubi8/ubi:8.10", "rhel 8.10 2.28 bash rhel8"],
    ["registry.access.redhat.com/ubi9-minimal", "rhel 9 2.34 bash rhel9"],
    ["redhat/ubi9", "rhel 9 2.34 bash rhel9"],
    ["fedora:42", "fedora 42 2.41 bash fedora"],
    ["registry.fedoraproject.org/fedora:latest", "fedora - glibc bash fedora"],
    ["amazonlinux:2023", "amazon 2023 2.34 bash -"],
    ["debian:bookworm-slim", "debian 12 2.36 dash debian"],
    ["debian:bookworm-20240101-slim", "debian 12 2.36 dash debian"],
    ["debian:12.4", "debian 12 2.36 dash debian"],
    ["debian:stable-slim", "debian - glibc dash debian"],
    ["ubuntu:22.04", "ubuntu 22.04 2.35 dash debian"],
    ["ubuntu:22.04   # a comment", "ubuntu 22.04 2.35 dash debian"],
    ["index.docker.io/library/ubuntu:jammy-20240101", "ubuntu 22.04 2.35 dash debian"],
    ["ubuntu:latest", "ubuntu - glibc dash debian"],
    ["ubuntu:{{ VERSION }}", "ubuntu - glibc dash debian"],
    ["opensuse/leap:15.6", "opensuse 15.6 2.38 bash suse"],
    ["registry.suse.com/bci/bci-base:15.5", "sles 15.5 2.31 bash suse"],
    ["alpine:3.20", "alpine 3.20 musl ash -"],
    ["archlinux:latest", "arch - glibc bash -"],
    ["busybox:1.36-musl", "busybox 1.36 musl ash -"],
    ["busybox", "busybox - - ash -"],
    ["busybox:1.31.1", "busybox 1.31.1 none ash -"],
    ["busybox:1.37-uclibc", "busybox 1.37 none ash -"],
    ["busybox:1.37", "busybox 1.37 - ash -"],
    ["ubuntu:resolute", "ubuntu 26.04 2.43 dash debian"],
    ["nvidia/cuda:11.8.0-devel-ubuntu20.04", "ubuntu 20.04 2.31 dash debian"],
    ["nvcr.io/nvidia/cuda:12.4.1-devel-rockylinux8", "rocky 8 2.28 bash rhel8"],
    ["nvidia/cuda:12.4.1-runtime-ubi8", "rhel 8 2.28 bash rhel8"],
    ["nvidia/cuda:10.2-devel-centos7", "centos 7 2.17 bash rhel7"],
    ["nvidia/cuda:11.1-devel", "ubuntu - glibc dash debian"],
    ["nvidia/cuda:{{ TAG }}", "unknown"],
    ["nvcr.io/nvidia/nvhpc:{{ V }}-devel-cuda_multi-ubuntu22.04", "ubuntu 22.04 2.35 dash debian"],
    ["nvcr.io/nvidia/pytorch:23.09-py3", "ubuntu - glibc dash debian"],
    ["rocm/dev-ubuntu-22.04:6.2.4-complete", "ubuntu 22.04 2.35 dash debian"],
    ["rocm/pytorch:rocm6.1_ubuntu22.04_py3.10_pytorch_2.1", "ubuntu 22.04 2.35 dash debian"],
    ["python:3.11", "debian - glibc dash debian"],
    ["python:3.11-slim-bookworm", "debian 12 2.36 dash debian"],
    ["python:3.11-alpine3.19", "alpine 3.19 musl ash -"],
    ["python:3.11-alpine", "alpine - musl ash -"],
    ["python@sha256:0000", "unknown"],
    ["continuumio/miniconda3", "debian - glibc dash debian"],
    ["condaforge/miniforge3:24.3.0-0", "ubuntu - glibc dash debian"],
    ["mambaorg/micromamba:1.5.10-noble", "ubuntu 24.04 2.39 dash debian"],
    ["mambaorg/micromamba:1.5.8-lunar", "ubuntu 23.04 2.37 dash debian"],
    ["ros:melodic", "ubuntu 18.04 2.27 dash debian"],
    ["osrf/ros:kinetic-desktop-full", "ubuntu 16.04 2.23 dash debian"],
    ["somebody/robots:kinetic", "unknown"],
    ["rocker/r-ver:3.5.3", "debian - glibc dash debian"],
    ["rocker/r-ver:4.4.0", "ubuntu - glibc dash debian"],
    ["quay.io/jupyter/pytorch-notebook:cuda12-latest", "ubuntu - glibc dash debian"],
    ["pytorch/pytorch:2.4.0-cuda12.1-cudnn9-runtime", "ubuntu - glibc dash debian"],
    ["tensorflow/tensorflow:latest-gpu", "ubuntu - glibc dash debian"],
    ["openjdk:11", "debian - glibc dash debian"],
    ["openjdk:17", "unknown"],
    ["somebody/tool:latest", "unknown"],
    ["somebody/tool:1.0-ubuntu22.04", "ubuntu 22.04 2.35 dash debian"],
    ["registry.example.org/ubuntu:22.04", "unknown"],
    ["localhost:5000/ubuntu:22.04", "unknown"],
    ["{{ IMAGE }}", "unknown"],
    ["$IMAGE", "unknown"],
    ["", "unknown"],
  ])("%s", (from, expected) => {
    expect(read("docker", from)).toBe(expected);
  });
});

describe("the other agents", () => {
  test.each([
    ["Docker", "docker://centos:7", {}, "centos 7 2.17 bash rhel7"],
    ["docker-daemon", "ubuntu:22.04", {}, "ubuntu 22.04 2.35 dash debian"],
    ["library", "library://library/default/ubuntu:jammy", {}, "ubuntu 22.04 2.35 dash debian"],
    ["library", "library://ubuntu:22.04", {}, "ubuntu 22.04 2.35 dash debian"],
    ["library", "centos:latest", {}, "centos - glibc bash -"],
    ["oras", "ghcr.io/apptainer/ubuntu:18.04", {}, "ubuntu 18.04 2.27 dash debian"],
    ["localimage", "ubuntu_22.04.sif", {}, "unknown"],
    ["docker-archive", "ubuntu:22.04", {}, "unknown"],
    ["shub", "ubuntu:22.04", {}, "unknown"],
    ["scratch", "", {}, "unknown"],
    ["nonsense", "ubuntu:22.04", {}, "unknown"],
    [
      "yum",
      "",
      { osversion: "7", mirrorurl: "http://mirror.centos.org/centos-%{OSVERSION}/" },
      "centos 7 2.17 bash rhel7",
    ],
    [
      "yum",
      "",
      { OSVersion: "8.9", MirrorURL: "https://example.org/rocky/%{OSVERSION}/" },
      "rocky 8.9 2.28 bash rhel8",
    ],
    ["dnf", "", { osversion: "42", mirrorurl: "http://example.org/fedora/releases/" }, "fedora 42 2.41 bash fedora"],
    ["yum", "", { osversion: "7", mirrorurl: "http://example.org/os/" }, "unknown"],
    [
      "debootstrap",
      "",
      { osversion: "focal", mirrorurl: "http://us.archive.ubuntu.com/ubuntu/" },
      "ubuntu 20.04 2.31 dash debian",
    ],
    [
      "debootstrap",
      "",
      { osversion: "stable", mirrorurl: "http://deb.debian.org/debian" },
      "debian - glibc dash debian",
    ],
    [
      "zypper",
      "",
      { osversion: "15.3", mirrorurl: "http://example.org/distribution/leap/" },
      "opensuse 15.3 2.31 bash suse",
    ],
    ["arch", "", {}, "arch - glibc bash -"],
    ["busybox", "", { mirrorurl: "https://example.org/1.35.0-x86_64-linux-musl/busybox" }, "busybox - musl ash -"],
    ["busybox", "", { mirrorurl: "https://example.org/1.35.0/busybox" }, "busybox - none ash -"],
  ])("%s %s %j", (bootstrap, from, header, expected) => {
    expect(read(bootstrap, from, header as Record<string, string>)).toBe(expected);
  });
});

test.each([
  ["ubuntu:22.04", true],
  ["quay.io/rockylinux/rockylinux:9", true],
  ["bitnami/minideb:bookworm", false],
  ["nvidia/cuda:12.4.1-base-ubuntu22.04", false],
  ["python:3.11-slim-bookworm", false],
])("%s is the distribution's own: %s", (from, isPlain) => {
  expect(readBaseImage("docker", from, new Map())?.isPlain).toBe(isPlain);
});
